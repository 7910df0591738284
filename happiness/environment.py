"""What an installation of customers must be told, and may not be told wrongly, before it starts."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL")
SHORTEST_KEY = 50  # as `check --deploy` asks


def is_production(env: Env) -> bool:
    """Tell which house this is; raise ImproperlyConfigured with the names of the variables that production still needs."""
    kind = env.str("HAPPINESS_ENV", "local")
    if kind not in {"local", "production"}:
        raise ImproperlyConfigured("HAPPINESS_ENV must be 'local' or 'production'")
    if kind == "local":
        return False
    missing = [name for name in REQUIRED if not env.str(name, "")]
    if not env.str("FILES_DIR", "") and not env.str("FILES_S3_BUCKET", ""):
        missing.append("FILES_DIR or FILES_S3_BUCKET")
    if missing:
        raise ImproperlyConfigured(f"HAPPINESS_ENV=production needs these variables: {', '.join(missing)}")
    if len(env.str("SECRET_KEY")) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY must have at least {SHORTEST_KEY} characters")
    return True


def further_keys(env: Env, secret_key: str) -> tuple[list[str], list[str]]:
    """Return SECRET_KEY_FALLBACKS, and under which keys letters to top management are kept: the first one encrypts, each of
    them opens, and at home one is made."""
    at_home = [] if is_production(env) else [f"at home: {secret_key}"]
    return env.list("SECRET_KEY_FALLBACKS", []), env.list("ISLAND_KEYS", []) or at_home


def mail_server(env: Env) -> dict[str, Any]:
    """Return the parts of EMAIL_URL; raise ImproperlyConfigured for a kind that would silently go without encryption."""
    found: dict[str, Any] = env.dj_email_url("EMAIL_URL", "smtp://localhost:1025")
    if "EMAIL_BACKEND" not in found:
        raise ImproperlyConfigured(
            "EMAIL_URL must begin with smtp:// (with ?tls=True or ?ssl=True at its end) or submission://"
        )
    return found


def file_store(env: Env, data_dir: Path) -> dict[str, Any]:
    """Return the entry of STORAGES for uploads: an S3-compatible bucket when one is named, else a folder."""
    if bucket := env.str("FILES_S3_BUCKET", ""):
        options: dict[str, Any] = {
            "bucket_name": bucket,
            "endpoint_url": env.str("FILES_S3_ENDPOINT", "") or None,
            "region_name": env.str("FILES_S3_REGION", "") or None,
            "default_acl": "private",
            "file_overwrite": True,
        }
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    folder = env.str("FILES_DIR", "") or str(data_dir / "files")
    # allow_overwrite: as S3 does it, so that both behave alike
    options = {"location": folder, "base_url": None, "allow_overwrite": True}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def static_store(env: Env) -> dict[str, Any]:
    """Return the entry of STORAGES for style sheets and scripts: with a hash in each name where many browsers keep them."""
    if is_production(env):
        return {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    return {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def text_mood(env: Env) -> dict[str, Any]:
    """Return where texts may be read by another service; raise ImproperlyConfigured for an address without encryption."""
    url = env.str("TEXT_MOOD_URL", "")
    if url and not url.startswith("https://"):
        raise ImproperlyConfigured("TEXT_MOOD_URL must begin with https://")
    return {
        "url": url,
        "key": env.str("TEXT_MOOD_KEY", ""),
        "model": env.str("TEXT_MOOD_MODEL", "default"),
        "daily": env.int("TEXT_MOOD_DAILY", 1000),
    }
