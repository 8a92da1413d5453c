"""Django's settings. What differs from place to place comes from the environment; docs/running.md lists it."""

import os
from datetime import timedelta

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from secmods import embedded
from secmods.env import DATABASE_SCHEMES, REDIS_SCHEMES, ROOT, Environment, home
from secmods.keys import kept_key

env = Environment(os.environ)
HOME = home()
PRODUCTION = env.choice("SECMODS_MODE", "local", ("local", "production")) == "production"
NEEDED = "SECMODS_MODE is production, where it has no default."


def production_or(name: str, local: str) -> str:
    return env.required(name, NEEDED) if PRODUCTION else env.text(name, local)


# Where we are

DEBUG = not PRODUCTION and env.flag("DEBUG", False)
DEMO = env.flag("DEMO", not PRODUCTION)
if PRODUCTION:
    env.required("SECRET_KEY", NEEDED)
SECRET_KEY = env.secret("SECRET_KEY") or kept_key(HOME)
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
production_or("ALLOWED_HOSTS", "localhost")
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", ("localhost", ".localhost", "127.0.0.1", "[::1]"))
SITE_URL = env.address("SITE_URL", ("http", "https"), f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "").rstrip("/")
SITE_URL = SITE_URL or "http://localhost:8000"
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
BASE_DIR = ROOT
ROOT_URLCONF = "secmods.urls"
WSGI_APPLICATION = "secmods.wsgi.application"

# Applications: the layers from the lowest up, then what they stand on

LAYERS = [
    "audit",
    "jobs",
    "accounts",
    "bodies",
    "proposals",
    "subcommittees",
    "consultations",
    "legaltext",
    "papers",
    "notifications",
    "secmods",
]
INSTALLED_APPS = [
    *LAYERS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_prose_editor",
    "pgtrigger",
    "rules",
    "csp",
    "bootstrap",
]

MIDDLEWARE = [
    "audit.middleware.ReceiptMiddleware",
    # Outside whatever may answer by itself (400, 413), so that no answer goes without its header.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "secmods.toolarge.TooLargeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "secmods.context.frame",
                "secmods.demo.sign_in.context",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Services

if PRODUCTION:
    env.required("DATABASE_URL", NEEDED)
    env.required("REDIS_URL", NEEDED)
DATABASE_URL = env.address("DATABASE_URL", DATABASE_SCHEMES, embedded.database_url(HOME))
REDIS_URL = env.address("REDIS_URL", REDIS_SCHEMES, embedded.redis_url(HOME))
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# A proposal's page joins a dozen tables, each by its key. Written in that order they are read so: to weigh every other
# order of eight at a time takes PostgreSQL ten milliseconds, and reading them one. Nor does it begin further processes
# for a question: that too takes some ten.
PLANNING = "-c join_collapse_limit=4 -c max_parallel_workers_per_gather=0"
DATABASES["default"]["OPTIONS"].setdefault("options", PLANNING)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count in the database: a request never waits for Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())

# Files

MEDIA_ROOT = env.folder("FILES_DIR", HOME / "files")
LARGEST_FILE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_PERMISSIONS = 0o640

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = env.folder("STATIC_DIR", ROOT / "staticfiles") if PRODUCTION else None
# Outside production files are served from where they lie, so that a start has nothing to collect.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}

# Who signs in, and how

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.SignedIn",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Length and a list of known passwords; no rules of composition (ASVS 6.2.1 to 6.2.8).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
# Whoever signs in comes to see what waits for them.
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Administrators enter people with their address, and the password is set through that address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("TRUSTED_PROXIES", 0, 0, 5)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "secmods"

# What the browser is told

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's style sheet draws its small signs as data: pictures
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.flag("HTTPS_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Mail

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_PORT = env.whole("EMAIL_PORT", 587, 1, 65_535)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "secmods@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Language and time: instants are stored in UTC, shown and reckoned in London

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "British English")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# Logs: to standard output, one line each

LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "secmods.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers mail administrators and print in colour; ours is enough.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
