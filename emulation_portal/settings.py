"""Settings, read from the environment (or `.env`). `docs/configuration.md` lists every variable.

`PORTAL_MODE` is `production` unless said otherwise: what is unsafe must be asked for by name. `script/server` and
`script/test` ask for `local` and `test`.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from emulation_portal.core.secrets import find_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# What the tests find must not depend on an installation.
if env.str("PORTAL_MODE", "") != "test":
    env.read_env(BASE_DIR / ".env")


def required(name: str, hint: str) -> str:
    """Return a variable that has no default; say what it is for when it is missing."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {hint}")
    return value


PORTAL_MODE = env.str("PORTAL_MODE", "production")
if PORTAL_MODE not in {"production", "local", "test"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is {PORTAL_MODE!r}; it must be production, local or test")
IS_PRODUCTION = PORTAL_MODE == "production"

DEBUG = False
SECRET_KEY = required("SECRET_KEY", "a long random text, kept out of the repository")
# What seals the log. The first seals, all are known when it is looked over; the database holds none of them.
AUDIT_SEAL_KEYS = env.list("AUDIT_SEAL_KEYS", default=[]) or [SECRET_KEY]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IS_PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Printed in QR codes and mails, so it must be the address that readers can reach.
PUBLIC_URL = required("PUBLIC_URL", "the portal's public address, such as https://thidua.example.vn").rstrip("/")

# One-click login as a sample persona. A door without a key: never in production.
SAMPLE_PERSONAS = env.bool("SAMPLE_PERSONAS", False)
if SAMPLE_PERSONAS and IS_PRODUCTION:
    raise ImproperlyConfigured("SAMPLE_PERSONAS opens the portal without a password; production does not start with it")

INSTALLED_APPS = [
    "emulation_portal.backup",
    "emulation_portal.home",
    "awards.history",
    "awards.nominations",
    "awards",
    "campaigns.registration",
    "campaigns.statistics",
    "campaigns.summaries",
    "campaigns.scoring",
    "campaigns.pledges",
    "campaigns.reports",
    "campaigns",
    "emulation_portal.documents.drafts",
    "emulation_portal.documents.received",
    "emulation_portal.documents",
    "units",
    "emulation_portal.notifications",
    "emulation_portal.files",
    "emulation_portal.jobs",
    "emulation_portal.procedure",
    "emulation_portal.law",
    "emulation_portal.accounts",
    "emulation_portal.audit",
    "emulation_portal.rights",
    "emulation_portal.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "js_lib_bootstrap5",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.forms",  # the templates of its widgets, for FORM_RENDERER below
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # around static files too: an SVG can carry scripts
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emulation_portal.core.middleware.KeepNoPersonalPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "emulation_portal.core.strangers.BoundStrangers",
    "emulation_portal.core.strangers.ShowWhatWasTyped",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "units.middleware.RequireSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "emulation_portal.urls"
WSGI_APPLICATION = "emulation_portal.wsgi.application"
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
                "emulation_portal.home.context.portal",
            ],
        },
    }
]
# Django's own widgets and our field templates are found the same way.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL") if env.str("DATABASE_URL", "") else {}}
if not DATABASES["default"]:
    raise ImproperlyConfigured("DATABASE_URL is not set: postgres://user:password@host:port/name")
# Reused connections gave 2.4 times the pages a second; the health check survives a restart of PostgreSQL.
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
# Whom `migrate`, run by the owner of the tables, lets do what the portal does while it runs.
RUNTIME_DATABASE_ROLE = env.str("RUNTIME_DATABASE_ROLE", "")
# Every trigger asks for each row whether it is to be passed over. Where no answer was ever set, asking fails, is caught, and
# costs more with every row that the transaction has written: 64,000 appointments took 62 s of CPU, and take 2 s so.
_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
_OPTIONS["options"] = f"{_OPTIONS.get('options', '')} -c pgtrigger.ignore={{}}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must go on when Redis does not answer, so their counters live in PostgreSQL.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The default of 300 would throw counters away as soon as a few hundred people log in.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

VAR_DIR = Path(env.str("PORTAL_VAR", str(BASE_DIR / "var")))
AUDIT_DIR = VAR_DIR / "audit"  # the newest seal of the log, outside of the database
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))  # private: nothing serves this folder
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {"BACKEND": "emulation_portal.files.storage.DurableFileSystemStorage"},
    "files": {"BACKEND": "emulation_portal.files.storage.DurableFileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PORTAL_MODE == "test"
        else "emulation_portal.core.static_files.HashedFiles"
    },
}
# Days that were exchanged since this version, by decision: a file like emulation_portal/law/data/swapped_days.toml.
SWAPPED_DAYS_FILE = Path(name) if (name := env.str("SWAPPED_DAYS_FILE", "")) else None
# Bootstrap's source maps took 25 of 30 seconds to compress, and only a browser's inspector asks for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["gz", "br", "png", "jpg", "jpeg", "webp", "woff", "woff2", "zip", "map"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # templates name no others, and compressing both took twice as long
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000  # a part of a draft with all its frames, or all units of an alliance ticked

# --- language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
FORMAT_MODULE_PATH = "emulation_portal.core.formats"
USE_THOUSAND_SEPARATOR = False  # years and ids are numbers too; `{% number %}` groups where it is meant
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- people -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["emulation_portal.accounts.backends.OneHashBackend"]
# The first is for new passwords. What an earlier version hashed is hashed anew when its owner logs in.
PASSWORD_HASHERS = [
    "emulation_portal.accounts.hashers.PortalArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "emulation_portal.accounts.passwords.NotLikeTheOwner"},
    {"NAME": "emulation_portal.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "emulation_portal.accounts.passwords.NotCommon"},
    {"NAME": "emulation_portal.accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "units.adapter.QueueingAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
# Counted in `accounts.limits`: strangers by account and address, an account's own browsers each for itself. So nobody
# keeps an owner out, neither from afar nor from the same office, which has one address for all.
ACCOUNT_RATE_LIMITS = {
    "login": "",  # the library's own count by address; ours are the next three
    "login_failed": "5/5m/key",
    "login_failed_anywhere": "30/5m/key",  # six addresses at work: one alone never keeps strangers out
    "login_tried": "60/m/key",  # bounds what hashing costs: 60 times 0.06 s of one core, see docs/decisions.md
    "activate": "10/5m/key,300/m/ip",
    "reset_password": "5/5m/key,60/m/ip",
    # An office behind one router checks a pile of papers; a guesser would need 2^60 look-ups.
    "check": "60/m/ip",
    "word": "60/m/ip",  # a Word file is made anew each time, from 0.01 to 0.5 s of one core
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "emulation_portal.accounts.forms.LoginForm",
    "change_password": "emulation_portal.accounts.forms.ChangePasswordForm",
    "set_password": "emulation_portal.accounts.forms.SetPasswordForm",
    "reset_password": "emulation_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "emulation_portal.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "emulation_portal.accounts.forms.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "emulation_portal.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "emulation_portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "emulation_portal.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "emulation_portal.accounts.forms.ActivateTOTPForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are written down by the office, not by strangers
MFA_TOTP_ISSUER = "Cổng Thi đua - Khen thưởng"
USERSESSIONS_TRACK_ACTIVITY = False  # it would write on every request, polling included
# Administrators, clerk, leaders and council log in with a second factor. Local servers may go without.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", IS_PRODUCTION)

# --- mail ---------------------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Cổng Thi đua - Khen thưởng <thidua@localhost>")

# --- work in the background ---------------------------------------------------------------------------------------

REDIS_URL = required("REDIS_URL", "the broker of the background work, redis://host:port/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT = "emulation_portal.jobs.transport:Transport"  # lets in our own messages only
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,  # far above the hard limit below, or a long task runs twice
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A Redis that refuses (its disk is full, it became a replica) is like one that is away; else the worker would end.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: a worker that gave up overnight would stay deaf
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
# A message is only a hint at a row in `jobs`, so it is acknowledged at once; the row's lease finds lost work again.
# Measured with Celery 5.7: with late acknowledgement and gossip together a worker ended when Redis went away; with
# early acknowledgement and without gossip it never did.
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "jobs.sweep": {"task": "jobs.sweep", "schedule": 5.0, "options": {"expires": 30}},
    "campaigns.turn_phases": {"task": "campaigns.turn_phases", "schedule": 600.0, "options": {"expires": 600}},
    "reports.expect": {"task": "reports.expect", "schedule": crontab(minute=5), "options": {"expires": 3000}},
    "pledges.remind": {"task": "pledges.remind", "schedule": crontab(hour=7, minute=10)},
    "registration.remind": {"task": "registration.remind", "schedule": crontab(hour=7, minute=15)},
    "reports.remind": {"task": "reports.remind", "schedule": crontab(hour=7, minute=0)},
    "audit.seal": {"task": "audit.seal", "schedule": 60.0, "options": {"expires": 50}},
    # docs/retention.md: what is kept no longer goes at night, when nobody waits for a worker.
    "core.purge_cache": {"task": "core.purge_cache", "schedule": crontab(hour=1, minute=0)},
    "documents.purge_copies": {"task": "documents.purge_copies", "schedule": crontab(hour=1, minute=10)},
    "files.purge_loose": {"task": "files.purge_loose", "schedule": crontab(hour=1, minute=15)},
    "files.sweep": {"task": "files.sweep", "schedule": crontab(hour=3, minute=0)},
    "notifications.purge": {"task": "notifications.purge", "schedule": crontab(hour=1, minute=25)},
    "notifications.digest": {"task": "notifications.digest", "schedule": crontab(hour=6, minute=30)},
    "jobs.purge": {"task": "jobs.purge", "schedule": crontab(hour=1, minute=20)},
    "accounts.purge_sessions": {"task": "accounts.purge_sessions", "schedule": crontab(hour=1, minute=30)},
    "drafts.purge_readings": {"task": "drafts.purge_readings", "schedule": crontab(hour=1, minute=40)},
    "drafts.purge_imports": {"task": "drafts.purge_imports", "schedule": crontab(hour=1, minute=50)},
    "units.purge_imports": {"task": "units.purge_imports", "schedule": crontab(hour=1, minute=55)},
    "reports.purge_sheets": {"task": "reports.purge_sheets", "schedule": crontab(hour=1, minute=57)},
    "audit.verify": {"task": "audit.verify", "schedule": crontab(hour=2, minute=0)},
}
# A worker that goes silent loses its job after this long; the sweep then gives the job to another.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 30)
JOB_MAX_ATTEMPTS = 5
# An alarm on the health page, and in /readyz.
JOB_OLDEST_WAITING_ALARM_SECONDS = env.int("JOB_OLDEST_WAITING_ALARM_SECONDS", 120)
# Below this the same places say that the disk is nearly full.
FILES_MIN_FREE_MB = env.int("FILES_MIN_FREE_MB", 500)
# When the last backup is older than this they say so. 0: nobody is to be told.
BACKUP_ALARM_HOURS = env.int("BACKUP_ALARM_HOURS", 0)

# Limits of one rendering, set on its own process.
RENDER_CPU_SECONDS = env.int("RENDER_CPU_SECONDS", 40)
RENDER_WALL_SECONDS = env.int("RENDER_WALL_SECONDS", 60)
RENDER_MEMORY_MB = env.int("RENDER_MEMORY_MB", 1024)

# --- security -----------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
CSRF_FAILURE_VIEW = "emulation_portal.home.errors.form_expired"
KNOWN_DEVICE_COOKIE_NAME = "known-device"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # and no cookie of its own
SECURE_REFERRER_POLICY = "same-origin"
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", True)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # With such a name a browser takes them from this host alone, over HTTPS: no neighbour under the domain sets another.
    SESSION_COOKIE_NAME = f"__Host-{SESSION_COOKIE_NAME}"
    CSRF_COOKIE_NAME = f"__Host-{CSRF_COOKIE_NAME}"
    KNOWN_DEVICE_COOKIE_NAME = f"__Host-{KNOWN_DEVICE_COOKIE_NAME}"
    if unsafe := find_unsafe(vars()):
        raise ImproperlyConfigured("production does not start with this:\n" + "\n".join(unsafe))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refusals": {"()": "emulation_portal.core.logs.RefusalsInOneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO" if IS_PRODUCTION else "WARNING")},
    "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
