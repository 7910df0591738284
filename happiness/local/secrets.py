"""The secrets of one data dir: made once, kept in a file only its owner can read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields

from happiness.local import LocalError
from happiness.local.paths import DataDir

# No letters that are read aloud or typed wrong (0/o, 1/l/i): the demo password is copied from a terminal by eye.
_EASY_TO_TYPE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Secrets:
    """What must stay the same between two starts and is nobody else's business."""

    secret_key: str
    owner_password: str
    app_password: str
    redis_password: str
    demo_password: str


def load(data: DataDir) -> Secrets:
    """Return the data dir's secrets, making them on the first call. Callers hold the data dir's lock."""
    if not data.secrets.exists():
        _write(data, _fresh())
    try:
        stored = json.loads(data.secrets.read_text())
        return Secrets(**{field.name: str(stored[field.name]) for field in fields(Secrets)})
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise LocalError(
            f"{data.secrets} cannot be read ({error!r}). Remove it to get new secrets: the data stay, "
            "people are signed out, links sent before stop working, and the demo keeps its old password."
        ) from error


def _fresh() -> Secrets:
    return Secrets(
        secret_key=secrets.token_urlsafe(48),
        owner_password=secrets.token_urlsafe(24),
        app_password=secrets.token_urlsafe(24),
        redis_password=secrets.token_urlsafe(24),
        demo_password="-".join("".join(secrets.choice(_EASY_TO_TYPE) for _ in range(4)) for _ in range(3)),
    )


def _write(data: DataDir, made: Secrets) -> None:
    # Written aside, then linked under its name: a crash leaves no half file, and of two makers the first one wins.
    draft = data.secrets.with_suffix(f".{os.getpid()}.tmp")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(made), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, data.secrets)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
