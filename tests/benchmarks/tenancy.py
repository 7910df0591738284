"""What row-level security costs on the nine questions of a dashboard, in CPU time of the database.

    make bench tenancy      make bench tenancy ARGS="--organizations 1000 --rows 2000000"

In a database of its own, as the restricted role with scope, policies and manager against a role above the policies that runs
the same statements with the manager's literal filter only. Both run each question in random order; the sums of medians are
compared. Fails when the ratio is above 1.15.
"""

import argparse
import sys
from collections import defaultdict

from tests.benchmarks.database import own_database

MOST = 1.15


def main() -> int:
    """Fill a database, ask the questions of large, middle and small organizations, and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organizations", type=int, default=300)
    parser.add_argument("--rows", type=int, default=400_000, help="answers, and as many invitations")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()

    with own_database():
        ratio = compare(organizations=options.organizations, rows=options.rows, rounds=options.rounds)
    print(f"\nratio {ratio:.3f}, at most {MOST}: {'good' if ratio <= MOST else 'TOO SLOW'}")
    return 0 if ratio <= MOST else 1


def compare(*, organizations: int, rows: int, rounds: int) -> float:
    from tests.tenancy_model import cost

    filled = cost.fill(organizations, rows)
    middle = len(filled) // 2
    classes = {"large": filled[:3], "middle": filled[middle : middle + 5], "small": filled[-5:]}
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for name, group in classes.items():
        part = cost.measure([one for _size, one in group], rounds)
        report(f"{len(group)} {name} organizations, {group[-1][0]:,} to {group[0][0]:,} answers, ms", part)
        for key, value in part.items():
            sums[key] += value
    return report("all of them, ms", sums)


def report(title: str, sums: dict[tuple[str, str], float]) -> float:
    """Print a table and return the ratio of the sums."""
    from tests.tenancy_model.cost import BARE, WALLED
    from tests.tenancy_model.questions import QUESTIONS

    print(f"\n| {title} | {BARE} | {WALLED} | ratio |\n|---|---|---|---|")
    bare_sum = walled_sum = 0.0
    for question in ("scope", *QUESTIONS):
        bare, walled = sums[question, BARE], sums[question, WALLED]
        bare_sum, walled_sum = bare_sum + bare, walled_sum + walled
        print(f"| {question} | {bare:.2f} | {walled:.2f} | {f'{walled / bare:.2f}' if bare else ''} |")
    print(f"| **sum** | **{bare_sum:.2f}** | **{walled_sum:.2f}** | **{walled_sum / bare_sum:.3f}** |")
    return walled_sum / bare_sum


if __name__ == "__main__":
    sys.exit(main())
