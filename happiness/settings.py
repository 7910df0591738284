"""Settings of every installation. Each value comes from the environment; `make up` runs without any of them.

With HAPPINESS_ENV=production a missing variable is a refusal that names it.
"""

import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError, validate

from accounts.tenancy import roles, tables
from happiness import environment
from happiness.api.framework import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 read by Django's name

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# --- Which house this is ---
PRODUCTION = environment.is_production(env)

try:
    DEBUG = env.bool("DEBUG", False) and not PRODUCTION
    DATA_DIR = Path(env.str("HAPPINESS_DATA_DIR", "") or BASE_DIR / "var")
    SECRET_KEY = env.str("SECRET_KEY", "") or secrets.token_urlsafe(50)
    SECRET_KEY_FALLBACKS, ISLAND_KEYS = environment.further_keys(env, SECRET_KEY)
    BASE_URL = env.str("BASE_URL", "http://localhost:8000").rstrip("/")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    DATABASE = env.dj_db_url("DATABASE_URL", "postgres:///happiness")
    OWNER_DATABASE = env.dj_db_url("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", "") else None
    REDIS_URL = env.str("REDIS_URL", "")
    EMAIL = environment.mail_server(env)
    MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", 10, validate=validate.Range(min=1))
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))
except EnvError as error:
    raise ImproperlyConfigured(str(error)) from error

# --- Application ---
INSTALLED_APPS = [
    "accounts",
    "feedback",
    "journeys",
    "happiness",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "drf_spectacular",
]
MIDDLEWARE = [
    "accounts.web.middleware.RequestContextMiddleware",
    "happiness.public.PublicMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.web.middleware.RefuseBadInputMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.web.middleware.SessionOverMiddleware",
    "accounts.tenancy.middleware.TenancyMiddleware",
    "accounts.organizations.middleware.OrganizationMiddleware",
    "accounts.web.middleware.FieldCheckMiddleware",
    "happiness.api.middleware.ApiMiddleware",
]
ROOT_URLCONF, WSGI_APPLICATION = "happiness.urls", "happiness.wsgi.application"
FORM_RENDERER = "accounts.web.forms.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.web.context_processors.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"]
            + [f"accounts.templatetags.{name}" for name in ("ui", "formats", "components", "charts", "shell")],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database and tenancy ---
DATABASES = {
    "default": {
        **DATABASE,
        "ENGINE": "accounts.tenancy.backend",
        "ATOMIC_REQUESTS": True,  # a handled error must undo what the view wrote inside the scope's transaction
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DATABASE_POOLED", False),  # behind pgbouncer
    }
}
TENANCY: dict[str, Any] = {
    "APP_ROLE": roles.APP,
    "OWNER_ROLE": roles.OWNER,
    "OWNER_DATABASE": OWNER_DATABASE,
    # True: PRIMARY KEY (organization_id, id), the shape that Citus distributes.
    "DISTRIBUTED": env.bool("TENANCY_DISTRIBUTED", False),
    "GLOBAL_MODELS": tables.GLOBAL,
    "READ_ONLY_MODELS": tables.READ_ONLY,
}

# --- Cache, sessions, background work ---
REDIS_TIMEOUTS = {"socket_connect_timeout": 0.2, "socket_timeout": 0.25}  # paid once: accounts/breaker.py
CACHES = {
    "default": {
        "BACKEND": "accounts.web.cache.ForgivingRedisCache"
        if REDIS_URL
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "accounts.tenancy.cache.organization_key",
        "OPTIONS": REDIS_TIMEOUTS if REDIS_URL else {},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # Redis may be wiped at any time
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_BROKER_URL = REDIS_URL or None  # everything else about Celery: happiness/celery.py

JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 360)  # longer than a worker's time limit and a relay's patience

# --- People ---
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Scrypt", "PBKDF2")]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/", "account_login"

ACCOUNT_ADAPTER = "accounts.organizations.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.organizations.sign_up.SignUpFields"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # every change of a sign-in is told by letter
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # letters may be slow; pages say so
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "happiness"
MFA_TOTP_TOLERANCE = 1  # the code before and after: phones' clocks differ by seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://localhost")
USERSESSIONS_TRACK_ACTIVITY = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- Mail ---
vars().update({key: value for key, value in EMAIL.items() if key.startswith("EMAIL_")})
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "happiness <happiness@localhost>")
MAIL_NAME, MAIL_ADDRESS = parseaddr(DEFAULT_FROM_EMAIL)
MAIL_BOUNCE_DOMAIN = env.str("MAIL_BOUNCE_DOMAIN", "")  # bounce+…@ it, else MAIL_ADDRESS; copies come to log+…@
MAIL_HOOK_SECRET = env.str("MAIL_HOOK_SECRET", "")  # opens /mail/hooks/<provider>/<secret>/ to a mail provider
MAIL_INBOX = env.str("MAIL_INBOX", "")  # imaps://user:password@host/folder: bounces and answers are fetched from it
MAIL_EVIDENCE = env.str("MAIL_EVIDENCE", "")  # folder:///path or imaps://user:password@host/mailbox
TEXT_MOOD = environment.text_mood(env)  # another service, where organizations agree to it; none without an address
MAIL_MODE = env.str("MAIL_MODE", "live", validate=validate.OneOf(["live", "staging", "stopped"]))
MAIL_RESTORED_AT = env.datetime("MAIL_RESTORED_AT") if env.str("MAIL_RESTORED_AT", "") else None
DKIM_KEY_FILE, DKIM_SELECTOR = env.str("DKIM_KEY_FILE", ""), env.str("DKIM_SELECTOR", "happiness")
OPERATOR_EMAIL = env.str("OPERATOR_EMAIL", "")  # who runs this installation: hears that letters do not leave
OPERATOR_LANGUAGE = env.str("OPERATOR_LANGUAGE", "en", validate=validate.OneOf(["en", "uk", "ru"]))
MAILBOX_DIR = env.str("MAILBOX_DIR", "")  # set by `manage.py up` alone: where /dev/mail/ finds the letters

# --- Files ---
STORAGES = {"default": environment.file_store(env, DATA_DIR), "staticfiles": environment.static_store(env)}
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", "") or str(DATA_DIR / "static")
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", BASE_DIR / "static_vendor") if path.is_dir()]
STATICFILES_FINDERS = [f"django.contrib.staticfiles.finders.{name}Finder" for name in ("FileSystem", "AppDirectories")]
STATICFILES_FINDERS += ["accounts.web.finders.PlotlyFinder", "accounts.web.finders.StyleFinder"]
WHITENOISE_USE_FINDERS, WHITENOISE_AUTOREFRESH = not PRODUCTION, DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_BODY_BYTES = MAX_UPLOAD_MB * 1024 * 1024

# --- Language and time ---
LANGUAGES = [("en", _("English")), ("uk", _("Ukrainian")), ("ru", _("Russian"))]
LANGUAGE_CODE, LOCALE_PATHS = "en", [BASE_DIR / "happiness" / "locale"]
USE_TZ, TIME_ZONE, FORMAT_MODULE_PATH = True, "UTC", "happiness.formats"

# --- Security ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # Plotly makes an empty style element, fills it through the CSSOM, and sets style attributes (UX §1.4).
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],  # the hash of nothing
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE = PRODUCTION and BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]  # probes speak plain HTTP inside
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "happiness.errors.forbidden_form"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

# --- Logs ---
from happiness.logs import logging_settings  # noqa: E402 needs what stands above

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(style=env.str("LOG_FORMAT", "json" if PRODUCTION else "text"))
