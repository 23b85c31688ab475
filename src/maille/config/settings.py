"""One settings file, driven by the environment. `docs/install.md` lists every variable."""

import os
import pathlib

from maille.config import environment
from maille.config.environment import flag, number

ROOT = pathlib.Path(__file__).resolve().parents[3]
VAR = pathlib.Path(os.environ.get("MAILLE_VAR", ROOT / "var")).resolve()
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)

DEMO_MARK = environment.DEMO_MARK
DEBUG = flag("MAILLE_DEBUG")
SECRET_KEY = os.environ.get("MAILLE_SECRET_KEY") or environment.stored_secret(VAR / "secret_key")
DATA_KEYS = VAR / "data_keys"
"""Keys of what is encrypted at rest (identity.vault), unless `MAILLE_DATA_KEYS` gives them."""
BADGE_KEY = pathlib.Path(os.environ.get("MAILLE_BADGE_KEY", VAR / "badge_key.pem"))
"""The key that signs badges (journeys.files.signing), made at first use."""
SITE_URL = os.environ.get("MAILLE_SITE_URL", "http://localhost:8000").rstrip("/")
SOURCE_URL = os.environ.get("MAILLE_SOURCE_URL", "")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = environment.hosts(SITE_URL)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
WORKERS = number("MAILLE_WORKERS", 2)
"""Server processes; each answers with `MAILLE_THREADS` threads."""
THREADS = number("MAILLE_THREADS", 4)

INSTALLED_APPS = [
    "maille.config",
    "maille.impact",
    "maille.sharing",
    "maille.ledger",
    "maille.activities",
    "maille.journeys",
    "maille.network",
    "maille.identity",
    "maille.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "maille.config.middleware.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maille.identity.sessions.SeenMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maille.network.middleware.ActorMiddleware",
    "maille.network.middleware.StrongSignInMiddleware",
]
ROOT_URLCONF = "maille.config.urls"
WSGI_APPLICATION = "maille.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maille.config.context.house",
                "maille.network.context.place",
            ],
            "builtins": ["maille.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "maille.ui.forms.Renderer"

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL"), VAR)}
# Demo mode: sign-in links replace the real thing. Said by the environment, else by the database file itself, so that it
# neither outlives the synthetic network nor reaches a database that is not one.
DEMO = flag("MAILLE_DEMO", environment.is_demo_file(DATABASES["default"]["NAME"]))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
# --- Signing in: by e-mail code or by passkey, never by password; by invitation, never alone -------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_ADAPTER = "maille.identity.adapters.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # identity.views.RequestCodeView writes to unknown addresses itself
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,10/h/key,25/d/key",
    # Tries with a card or a code read out: per address (a KPA's whole group may share one), and for everybody together.
    "card": "40/10m/ip,150/h/ip,1000/h/key",
    "spoken_code": "20/10m/ip,60/h/ip,300/h/key",
}
ACCOUNT_FORMS = {
    "request_login_code": "maille.identity.forms.RequestCodeForm",
    "confirm_login_code": "maille.identity.forms.CodeForm",
}
# How many proxies stand in front and add to X-Forwarded-For: without it, everybody behind them is one address and
# shares its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = number("MAILLE_PROXIES", int(flag("MAILLE_PROXY", default=HTTPS)))
MFA_ADAPTER = "maille.identity.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Maille"
MFA_TOTP_TOLERANCE = 1  # half a minute either side: phones' clocks drift
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_REAUTHENTICATION_REQUIRED = False  # identity.views asks for a fresh proof itself, by code or by key
MFA_FORMS = {
    "add_webauthn": "maille.identity.forms.AddPasskeyForm",
    "edit_webauthn": "maille.identity.forms.RenamePasskeyForm",
    "login_webauthn": "maille.identity.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "maille.identity.forms.ProveByPasskeyForm",
    "authenticate": "maille.identity.forms.SecondCodeForm",
    "authenticate_webauthn": "maille.identity.forms.SecondKeyForm",
    "reauthenticate": "maille.identity.forms.StrongProofForm",
    "activate_totp": "maille.identity.forms.StartApplicationForm",
}
# Limits on sign-in are counted there: with few entries, a flood of addresses would push the others' counts out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
# ---------------------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = pathlib.Path(os.environ.get("MAILLE_STATIC_ROOT", VAR / "static"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "media"
# `./maille serve` gathers the static files under names that change with their content, so that browsers keep them.
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Encrypted files of people: no address ever leads here.
    "private": {"BACKEND": "maille.identity.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": HASHED if flag("MAILLE_HASHED_STATIC") else PLAIN},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

globals().update(environment.email(os.environ.get("MAILLE_EMAIL_URL")))
DEFAULT_FROM_EMAIL = os.environ.get("MAILLE_EMAIL_FROM", "Maille <maille@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SENDER = os.environ.get("MAILLE_SENDER", "email")
"""How messages leave (identity.senders): `email`, `console` or `file:/path`."""

# Under https everything is: cookies, redirections, and browsers remember it for a year.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# Under https, a browser refuses these names from any other host or plain page: nobody plants a session on a visitor.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-sessionid", "__Host-csrftoken") if HTTPS else ("sessionid", "csrftoken")
)
CSRF_COOKIE_HTTPONLY = True  # forms and htmx take the token from the page
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# The proxy in front ends https and must set this header itself (docs/install.md); without proxy, leave it out.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("MAILLE_PROXY", default=HTTPS) else None
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whether the other sites of the same domain are also under https is not Maille's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not HTTPS:  # said once, in French, by config/checks.py: house.E003
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["errors"], "level": "WARNING", "propagate": False}},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
