"""The proof finds what was done to the trail behind the product's back."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.audit import queries
from accounts.audit.models import AuditEntry
from accounts.tenancy.context import tenant_context


@pytest.fixture
def cast(committed_cast, now):
    """North has ten entries."""
    with tenant_context(committed_cast.north.pk):
        AuditEntry.objects.bulk_create(
            AuditEntry(
                happened_at=now,
                action="membership.changed",
                subject_type="accounts.membership",
                changes={"role": ["viewer", "executive"], "number": [None, number]},
                ip="203.0.113.9",
            )
            for number in range(10 - AuditEntry.objects.count())
        )
    return committed_cast


def fault(organization):
    with tenant_context(organization.pk):
        return queries.prove().fault


def number_of(entry_number):
    return f"(SELECT entry_id FROM accounts_auditseal WHERE number = {entry_number})"


def test_whole_trail_has_no_fault(cast, seal):
    seal(cast.north)

    assert fault(cast.north) is None
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert f"{cast.north.pk}: 10 entries hold" in out.getvalue()


def test_trail_without_seals_has_no_fault_yet(cast):
    assert fault(cast.north) is None


def test_changed_entry_is_found(cast, seal, tamper):
    """Whatever column it is. From the newest entry back, because the walk ends at the first fault."""
    seal(cast.north)
    changes = {
        10: "action = 'membership.ended'",
        9: "actor_id = gen_random_uuid()",
        8: "happened_at = happened_at + interval '1 microsecond'",
        7: "subject_id = gen_random_uuid()",
        6: "subject_type = 'accounts.employee'",
        5: """changes = '{"role": ["viewer", "owner"]}'""",
        4: "ip = NULL",
    }
    for number, change in changes.items():
        tamper(cast.north, f"UPDATE accounts_auditentry SET {change} WHERE id = {number_of(number)}")

        assert fault(cast.north) == f"entry {number} or its seal was changed"
    with pytest.raises(CommandError, match="1 audit trail"):
        call_command("verify_audit", stdout=io.StringIO())


def test_removed_entry_is_found(cast, seal, tamper):
    seal(cast.north)

    tamper(
        cast.north,
        f"CREATE TEMPORARY TABLE gone ON COMMIT DROP AS SELECT {number_of(4)} AS id",
        "DELETE FROM accounts_auditseal WHERE number = 4",
        "DELETE FROM accounts_auditentry WHERE id IN (SELECT id FROM gone)",
    )

    assert fault(cast.north) == "entry 4 is missing"


def test_removed_entry_with_closed_ranks_is_found(cast, seal, tamper):
    seal(cast.north)

    tamper(
        cast.north,
        "DELETE FROM accounts_auditseal WHERE number = 4",
        *(f"UPDATE accounts_auditseal SET number = {number - 1} WHERE number = {number}" for number in range(5, 11)),
    )

    assert fault(cast.north) == "entry 4 or its seal was changed"


def test_changed_seal_is_found(cast, seal, tamper):
    seal(cast.north)

    tamper(cast.north, "UPDATE accounts_auditseal SET chain_hash = repeat('0', 64) WHERE number = 7")

    assert fault(cast.north) == "entry 7 or its seal was changed"


CUT = (
    "CREATE TEMPORARY TABLE gone ON COMMIT DROP AS SELECT entry_id FROM accounts_auditseal WHERE number > 7",
    "DELETE FROM accounts_auditseal WHERE number > 7",
    "DELETE FROM accounts_auditentry WHERE id IN (SELECT entry_id FROM gone)",
)


def test_cut_tail_is_found(cast, seal, tamper):
    seal(cast.north)

    tamper(cast.north, *CUT)

    assert fault(cast.north) == "entries 8 to 10 were cut off"


@pytest.mark.parametrize("later", [1, 20])
def test_cut_tail_is_found_after_the_trail_went_on(cast, seal, tamper, now, later):
    """New entries get the numbers of the old ones; the head that was published stays and gives it away."""
    seal(cast.north)
    tamper(cast.north, *CUT)
    with tenant_context(cast.north.pk):
        for _ in range(later):
            AuditEntry.objects.create(happened_at=now, action="x", subject_type="accounts.membership")

    seal(cast.north)

    assert (
        fault(cast.north)
        == {
            1: "entries 9 to 10 were cut off",
            20: "the chain differs from the head that was published at entry 10",
        }[later]
    )


def test_rewritten_chain_is_found(cast, seal, tamper, now):
    """Whoever can compute every hash anew still cannot change the head that was published."""
    seal(cast.north)
    tamper(
        cast.north,
        f"UPDATE accounts_auditentry SET action = 'x' WHERE id = {number_of(10)}",
        "DELETE FROM accounts_auditseal WHERE number = 10",
    )

    seal(cast.north)

    assert fault(cast.north) == "the chain differs from the head that was published at entry 10"


def test_entry_slipped_in_behind_the_chain_is_found(cast, seal, now):
    seal(cast.north)
    with tenant_context(cast.north.pk):
        AuditEntry.objects.create(
            id=queries.proof._first_id_of(now - timedelta(days=30)),
            happened_at=now - timedelta(days=30),
            action="x",
            subject_type="accounts.membership",
        )

    seal(cast.north)

    assert "was slipped in" in fault(cast.north)


def test_fault_of_one_house_is_not_the_other_ones(cast, seal, tamper):
    seal(cast.north)
    seal(cast.south)

    tamper(cast.north, f"UPDATE accounts_auditentry SET action = 'x' WHERE id = {number_of(4)}")

    assert fault(cast.north)
    assert fault(cast.south) is None
