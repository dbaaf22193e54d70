"""The portal's settings, from top to bottom. What differs between machines comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Where the running portal writes: database, rendered files, caches. Never in the code's own folders.
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Who we are

# DEBUG shows whoever works on the code what went wrong. LAPTOP does without what a laptop lacks: HTTPS, a secret, a
# build step. Neither is on in production.
DEBUG = env.bool("DEBUG", default=False)
LAPTOP = env.bool("LAPTOP", default=DEBUG)
SECRET_KEY = env("SECRET_KEY", default="only-for-a-laptop" * 4 if LAPTOP else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY (or LAPTOP=1 on a laptop): nothing is signed with an empty key.")
# Earlier ones: what they signed or sealed still opens (accounts/second_factor.py).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PORTAL_NAME = _("Pathfinder countries")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

# Where the portal stands on the web: what a PDF or a citation points to.
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
# Under which terms its data may be used, by SPDX's name. A proposal, until the secretariat has confirmed it.
DATA_LICENCE = env("DATA_LICENCE", default="CC-BY-4.0")

ROOT_URLCONF = "pathfinder.urls"
WSGI_APPLICATION = "pathfinder.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it extends
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # asked for by allauth's list of sessions
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "drf_spectacular",  # asks with `check --deploy` whether the API can be described
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "accounts",
    "pathfinder",  # the commands over all rooms
    "library",
    "countries",
    "priorities",
    "events",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reports.api.middleware.ForProgramsMiddleware",  # outside of whatever answers before a view does
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # what a reader has already is not sent again
    "pathfinder.middleware.BodyLimitMiddleware",  # before anything reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Every view is closed unless it is marked @login_not_required.
    "pathfinder.middleware.ClosedByDefaultMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "accounts.middleware.MistakesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "reports.middleware.WithdrawnMiddleware",  # 410, whichever address of a withdrawn edition is asked for
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pathfinder.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# Database: SQLite unless DATABASE_URL names another

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Nothing is lost on a power cut (synchronous=FULL) and two writers wait instead of failing (IMMEDIATE).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # A database that is away is noticed within two seconds, and one that came back is found by itself.
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)

# Languages: of the interface, and of the records' texts

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_LANGUAGES = ("en", "fr", "es", "ar")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
# A text that is not translated is shown in English, and public pages say so (library/texts.py).
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
LANGUAGE_COOKIE_NAME = "pathfinder_language"
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "pathfinder.formats"
USE_TZ = True

# Files: static ones from the code, rendered ones under VAR_DIR or in a bucket

STATIC_SOURCE = BASE_DIR / "static"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [STATIC_SOURCE]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "renderings": {
        "BACKEND": "reports.storage.WholeFileStorage",
        "OPTIONS": {"location": VAR_DIR / "renderings"},
    },
    # Private: no address leads here. To keep it in a bucket, name that bucket's backend instead.
    "evidence": {
        "BACKEND": "reports.storage.WholeFileStorage",
        "OPTIONS": {
            "location": VAR_DIR / "evidence",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if LAPTOP
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
# One file of evidence. No request is larger than that and its form (BodyLimitMiddleware).
EVIDENCE_MIB = env.int("EVIDENCE_MIB", default=10)
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = LAPTOP

# PDF (reports/pdf.py)

PDF_TIMEOUT_SECONDS = env.int("PDF_TIMEOUT_SECONDS", default=60)
PDF_MEMORY_MIB = env.int("PDF_MEMORY_MIB", default=2048)
# The global report is one PDF over all countries.
GLOBAL_PDF_TIMEOUT_SECONDS = env.int("GLOBAL_PDF_TIMEOUT_SECONDS", default=600)
GLOBAL_PDF_MEMORY_MIB = env.int("GLOBAL_PDF_MEMORY_MIB", default=4096)
# How many are made at once for those who ask for them. `render_editions` has its own number.
PDF_AT_ONCE = env.int("PDF_AT_ONCE", default=1)

# The API (reports/api/): JSON for everybody, read only. It knows no account, so it reads no cookie and no token.

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "reports.api.openapi.Schema",
    "EXCEPTION_HANDLER": "reports.api.problems.answer",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a parameter that we do not know, as any other
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Pathfinder countries of Alliance 8.7",
    "DESCRIPTION": (
        "What the portal of the Pathfinder countries of Alliance 8.7 publishes, for programs: the current edition of "
        "each country, older editions, and what belongs to no country. Read only, without an account. What is not "
        "reported is null or empty, never zero."
    ),
    "VERSION": "1",
    "SORT_OPERATIONS": False,  # in the order of urls.py
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [],  # words of a field stand at the field
}

# What is said on the console: warnings and errors, also in production, where Django alone would say nothing

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "pathfinder.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", **({} if DEBUG else {"formatter": "discreet"})}},
    "root": {"handlers": ["console"]},
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}

# Who may come in

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation came to the address, so it is verified
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True  # unknown and known accounts answer alike
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody else typed their address
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # whoever chose a password need not type it again
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60  # of invitations too
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told by mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_FORMS = {"add_webauthn": "accounts.forms.AddPasskeyForm"}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Whoever may see what is not public proves it twice; a laptop does without.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not LAPTOP)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the secretariat typed the address, and the invitation came to it
MFA_TOTP_ISSUER = "Pathfinder"
MFA_PASSKEY_LOGIN_ENABLED = True
# How many proxies stand before the portal and name the visitor's address: failed attempts are counted by it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0 if LAPTOP else 1)
# What was attempted is counted for all processes together, so in the database. `migrate` makes the table.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        if LAPTOP
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    )
}

# Mail: to the console on a laptop

# What follows an answer. On a laptop it is done at once; elsewhere `manage.py db_worker` does it.
DATABASE_JOBS = "django_tasks_db.DatabaseBackend"
IMMEDIATE_JOBS = "django_tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": IMMEDIATE_JOBS if LAPTOP else DATABASE_JOBS}}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if LAPTOP else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="Pathfinder <pathfinder@localhost>")

# What a browser may do with our pages

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A country's screen in the admin holds some sixty records with a field for each language.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# BodyLimitMiddleware says how long a request may be. A browser sends each Arabic letter as six: 200 pages are 4 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = None
# Three hours idle, twelve in all (accounts/middleware.py).
SESSION_COOKIE_AGE = 3 * 60 * 60
SESSION_LONGEST = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pathfinder.views.expired_form"
if not LAPTOP:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
