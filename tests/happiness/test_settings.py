"""An installation of customers refuses to start half-configured, and says what is missing."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "HAPPINESS_ENV": "production",
    "SECRET_KEY": "k9-" * 30 + "Qz7!",
    "DATABASE_URL": "postgres://happiness_app:x@localhost/happiness",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "BASE_URL": "https://happiness.example",
    "ALLOWED_HOSTS": "happiness.example",
    "DEFAULT_FROM_EMAIL": "happiness <hello@happiness.example>",
    "FILES_DIR": "/srv/happiness/files",
}


def start(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own that has this environment and nothing else of ours."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code], env=inherited | environment, capture_output=True, text=True, timeout=60
    )


def test_complete_production_settings_start():
    result = start("import happiness.settings as s; print(s.PRODUCTION, s.SECURE_SSL_REDIRECT, s.DEBUG)", **COMPLETE)

    assert result.stdout.split() == ["True", "True", "False"], result.stderr


@pytest.mark.parametrize("name", sorted(COMPLETE.keys() - {"HAPPINESS_ENV"}))
def test_missing_variable_is_named(name):
    result = start("import happiness.settings", **{key: value for key, value in COMPLETE.items() if key != name})

    assert result.returncode != 0
    assert f"HAPPINESS_ENV=production needs these variables: {name}" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HAPPINESS_ENV", "prod", "HAPPINESS_ENV must be"),
        ("SECRET_KEY", "short", "SECRET_KEY must have at least 50 characters"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("DATABASE_POOLED", "perhaps", "DATABASE_POOLED"),
        ("MAX_UPLOAD_MB", "0", "MAX_UPLOAD_MB"),
        ("EMAIL_URL", "smtp+tls://a:b@mail.example:587", "EMAIL_URL must begin with"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES"),
    ],
)
def test_bad_value_is_refused_by_name(name, value, says):
    result = start("import happiness.settings", **COMPLETE | {name: value})

    assert result.returncode != 0
    assert says in result.stderr


def test_debug_is_off_in_production_whatever_is_asked():
    result = start("import happiness.settings as s; print(s.DEBUG)", **COMPLETE | {"DEBUG": "true"})

    assert result.stdout.strip() == "False", result.stderr


def test_s3_is_one_variable_away():
    environment = {key: value for key, value in COMPLETE.items() if key != "FILES_DIR"} | {"FILES_S3_BUCKET": "files"}
    result = start("import happiness.settings as s; print(s.STORAGES['default']['BACKEND'])", **environment)

    assert result.stdout.strip() == "storages.backends.s3.S3Storage", result.stderr


def test_check_deploy_is_clean():
    code = "from django.core.management import execute_from_command_line as run; run(['', 'check', '--deploy'])"
    result = start(code, DJANGO_SETTINGS_MODULE="happiness.settings", **COMPLETE)

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout + result.stderr
