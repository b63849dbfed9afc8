"""Settings from the environment. config/variables.py says what each variable takes, docs/deploy.md what it is for."""

from pathlib import Path
from typing import Any

import environ
import structlog
from csp.constants import NONE, SELF
from kombu import Queue
from redis.backoff import NoBackoff
from redis.retry import Retry

from common.ui import LIBRARIES
from config import logs
from config.variables import Wrong, check, demanded, given, read

BASE_DIR = Path(__file__).resolve().parent.parent
check()

DEMO = read("DEMO", False)
DEBUG = read("DEBUG", False)
BASE_URL = read("BASE_URL", f"http://127.0.0.1:{read('PORT', 8000)}").rstrip("/")
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
ALLOWED_HOSTS = read("ALLOWED_HOSTS", LOCAL_HOSTS)
# Demo people share one published password: never on a host others can reach, unless someone says so twice.
if DEMO and not read("DEMO_PUBLIC", False) and not set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS):
    raise Wrong("DEMO=1 works on localhost only. Set DEMO_PUBLIC=1 too if you mean it.")
LOCAL = all(host in LOCAL_HOSTS for host in ALLOWED_HOSTS)
SECRET_KEY = read("SECRET_KEY", "only-for-this-machine-" + "x" * 40) if LOCAL else demanded("SECRET_KEY")
# Keys the MAC chain of signatures; kept apart so that SECRET_KEY may be rotated without touching evidence.
SIGNATURE_KEY = read("SIGNATURE_KEY", "only-for-this-machine") if LOCAL else demanded("SIGNATURE_KEY")

INSTALLED_APPS = [
    "dashboard",
    "stipends",
    "applications",
    "seminars",
    *("coaching", "fellows", "pathways", "notifications", "people"),
    "django.contrib.admin.apps.SimpleAdminConfig",  # loaded by config.urls, and not by workers
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
    "demo",
    # Last: its admin takes the place of what libraries register.
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.end_sign_ins_of_the_closed",
    # Before anything reads what was sent.
    "config.bodies.refuse_large",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.KeepTyped",
    "config.middleware.say_not_allowed",
    "config.middleware.keep_private",
    "config.middleware.forget_what_waited",
    "config.limits.count_forms",
    "config.middleware.sign_out_after_a_day",
    "config.middleware.sign_out_idle_staff",
    "config.middleware.demand_second_factor",
    "django_structlog.middlewares.RequestMiddleware",
    "config.middleware.SayUnprocessable",
    "config.middleware.SayBusy",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "dashboard.views.kept.kept_typed",
                "dashboard.views.navigation.masthead",
            ],
            "libraries": LIBRARIES,
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "uswds"
CRISPY_TEMPLATE_PACK = "uswds"

# --- database and broker -------------------------------------------------------------------------
OWN_DATABASE = read("DATABASE_URL", "")
OWN_OWNER = read("DATABASE_OWNER_URL", "")
OWN_REDIS = read("REDIS_URL", "")
if not (OWN_DATABASE and OWN_REDIS):
    from config.local import servers as local  # of the extra `local`, which production does without
DATABASES: dict[str, dict[str, Any]] = {
    "default": environ.Env.db_url_config(OWN_DATABASE) if OWN_DATABASE else local.database()
}
ROLE_PARTS = ("USER", "PASSWORD", "HOST", "PORT")
DATABASE_APPLICATION = {part: DATABASES["default"].get(part, "") for part in ROLE_PARTS}
# Who owns the tables, for commands that make or empty them. Web, worker and beat are not told: theirs is empty.
DATABASE_OWNER: dict[str, Any] = {}
if OWN_OWNER or not (OWN_DATABASE or given("DATABASE_OWNER_URL")):
    _owner = environ.Env.db_url_config(OWN_OWNER) if OWN_OWNER else local.database(user=local.OWNER)
    DATABASE_OWNER = {part: _owner.get(part, "") for part in ROLE_PARTS}
DATABASES["default"].update(
    NAME=read("DATABASE_NAME", str(DATABASES["default"]["NAME"])),
    CONN_MAX_AGE=read("CONN_MAX_AGE", 60),
    CONN_HEALTH_CHECKS=True,
    TEST={"NAME": read("TEST_DATABASE_NAME", "test_pathways")},
)
# A server that cannot be reached, at first or any more, must not hold a page until the proxy gives up. (One that is
# frozen on a connection that stands still does: only the proxy's own limit answers then.)
LOST_AFTER = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
DATABASES["default"]["OPTIONS"] = LOST_AFTER | DATABASES["default"].get("OPTIONS", {})
# One stuck lock must not stop the site (the worker raises its own statement timeout).
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c lock_timeout={read('LOCK_TIMEOUT', '2s')}"
    f" -c statement_timeout={read('STATEMENT_TIMEOUT', '15s')}"
    " -c idle_in_transaction_session_timeout=30s"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = OWN_REDIS or local.redis_url("redis+socket", 0)
CACHES = {
    "default": {
        "BACKEND": "config.cache.SoftRedisCache",
        "LOCATION": read("CACHE_URL", OWN_REDIS or local.redis_url("unix", 1)),
        "KEY_PREFIX": read("CACHE_PREFIX", "pathways"),
        # A page waits for a dead cache once, and briefly.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2, "retry": Retry(NoBackoff(), 0)},
    }
}

CELERY_BROKER_URL = read("BROKER_URL", REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Longer than the longest chunk, or a slow chunk is delivered to a second worker while the first still works.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A dead broker must not hold a page (it would, for six seconds): the beat sweep finds the row.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_DB_REUSE_MAX = 1000
CELERY_TIMEZONE = "America/Los_Angeles"
CELERY_TASK_DEFAULT_QUEUE = read("CELERY_QUEUE", "pathways")
# Codes, and what else somebody waits for, have a queue and a worker of their own, the courier: no number of slow mails
# and no stipend run stands before them. WORKS_ON says which of the two a worker takes: work, codes or both.
CODES_QUEUE = f"{CELERY_TASK_DEFAULT_QUEUE}-codes"
CELERY_TASK_ROUTES = {"notifications.tasks.sweep_codes": {"queue": CODES_QUEUE}}
_lanes = {"work": [CELERY_TASK_DEFAULT_QUEUE], "codes": [CODES_QUEUE]}
_lanes["both"] = _lanes["work"] + _lanes["codes"]
_works_on = read("WORKS_ON", "both")
CELERY_TASK_QUEUES = [Queue(name) for name in _lanes[_works_on]]
PROCESS = "courier" if _works_on == "codes" else "worker"
CELERY_BEAT_SCHEDULER = "config.beat:SteadyScheduler"


def _every(seconds: int, task: str) -> dict[str, object]:
    """Each turn expires before the next ones pile up behind a worker that was away."""
    return {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 30)}}


# Each job notes under its name here that it ran (notifications.services.heartbeat); late is judged by these seconds.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "codes": _every(5, "notifications.tasks.sweep_codes"),
    "outbox": _every(5, "notifications.tasks.sweep_outbox"),
    # Twice an hour, so that an outage is caught up soon; at night it owes nothing.
    "reminders": _every(1800, "dashboard.tasks.owe_reminders"),
    "lapse-offers": _every(300, "applications.tasks.lapse_offers"),
    "open-pulses": _every(300, "applications.tasks.open_due_pulses"),
    "held-sessions": _every(300, "seminars.tasks.hold_due_sessions"),
    "begun-moves": _every(300, "pathways.tasks.settle_moves"),
    "unfinished-runs": _every(20, "stipends.tasks.sweep_runs"),
    "unfinished-imports": _every(20, "dashboard.tasks.sweep_imports"),
}

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "config.administration.HatBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "given_name", "family_name", "preferred_name"]},
    },
    {"NAME": "config.passwords.NoNamesOfOurs"},
    {"NAME": "config.passwords.NoNamesOfOnesOwn"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "config.forms.LoginForm",
    "change_password": "config.forms.ChangePasswordForm",
    "confirm_login_code": "config.forms.ConfirmLoginCodeForm",
    "signup": "config.forms.SignupForm",
    "request_login_code": "config.forms.RequestLoginCodeForm",
    "reset_password": "config.forms.ResetPasswordForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Guesses and mails are counted in the database (config/limits.py): a cache may be away, and success is free.
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    (
        "login",
        "login_failed",
        "signup",
        "request_login_code",
        "reset_password",
        "reset_password_from_key",
        "reauthenticate",
        "change_password",
    )
)
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_FORMS = {
    "authenticate": "config.forms.SecondStepForm",
    "reauthenticate": "config.forms.SecondStepAgainForm",
    "activate_totp": "config.forms.SetUpAppForm",
}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Mailboxes of districts look a mail over before they show it. Three wrong codes end it all the same.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https") else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # What changes while it is typed still counts (RFC 6238, 5.2); each code works once.

SESSION_COOKIE_AGE = 12 * 60 * 60
STAFF_IDLE_SECONDS = read("STAFF_IDLE_SECONDS", 60 * 60)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- mail -----------------------------------------------------------------------------------------
# Every mail, allauth's too, becomes a row first; only the outbox speaks SMTP.
EMAIL_BACKEND = "config.mail.OutboxBackend"
EMAIL_HOST = read("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = read("EMAIL_PORT", 1025)
EMAIL_HOST_USER = read("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = read("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = read("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL", "Teacher Leader Pathways <pathways@example.org>")
LOCAL_DIR = Path(read("LOCAL_DIR", str(BASE_DIR / ".local")))
CHROMIUM = read("CHROMIUM", "")
MAILBOX_DIR = LOCAL_DIR / "mail"
# Which processes of this machine ended though they should not have (common.ended).
ENDED_FILE = Path(read("ENDED_FILE", str(LOCAL_DIR / "ended.json")))

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(read("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(read("MEDIA_ROOT", str(LOCAL_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "common.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if read("STATIC_MANIFEST", not LOCAL)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without collectstatic, and edits show at once.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = LOCAL
# A form with the largest file we keep, and its other fields. What is larger is refused before it is read.
LONGEST_BODY = 11 * 1024 * 1024
# Of somebody who is not signed in: four answers at their longest, each letter written as three.
LONGEST_BODY_OF_STRANGERS = 1024 * 1024
# A proxy hands a body over at once; whoever sends to us directly and slowly holds a thread no longer than this.
BODY_SECONDS = read("BODY_SECONDS", 30)
# Never to a temporary folder: it may be full, and in the image it is memory anyway.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LONGEST_BODY
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- safety ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "dashboard.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = BASE_URL.startswith("https")
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Health checks come from inside, past the proxy.
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
    SECURE_SSL_REDIRECT = read("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
ALLAUTH_TRUSTED_PROXY_COUNT = read("ALLAUTH_TRUSTED_PROXY_COUNT", 0)

# --- words, time, logs ----------------------------------------------------------------------------
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                logs.without_refusals,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                logs.masked,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
            ],
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["out"], "level": read("LOG_LEVEL", "WARNING")},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# The address is unique without regard to case, by a constraint on lower(email) that this check cannot see.
# Preloading HSTS is a promise about a whole domain, which its owner makes, not a program.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "security.W021"]
