"""One settings file, driven by the environment. `docs/install.md` lists every variable."""

import os
import pathlib
import secrets

import dj_database_url

ROOT = pathlib.Path(__file__).resolve().parents[3]
VAR = pathlib.Path(os.environ.get("MAILLE_VAR", ROOT / "var"))


def flag(name: str, default: bool = False) -> bool:
    """Read a yes-no environment variable: 1, true, oui and yes mean yes."""
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "oui", "yes"}


def stored_secret(name: str) -> str:
    """Read a secret kept in `var/`, made at the first call and readable by its owner alone."""
    path = VAR / name
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def is_demo_file(path: pathlib.Path) -> bool:
    """Whether `./maille demo` made this SQLite file: it leaves a mark in the file's own header (application_id)."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        header = file.read(72)
    return header.startswith(b"SQLite format 3") and header[68:72] == DEMO_MARK.to_bytes(4, "big")


DEMO_MARK = int.from_bytes(b"Mdem", "big")
DEBUG = flag("MAILLE_DEBUG")
SECRET_KEY = os.environ.get("MAILLE_SECRET_KEY") or stored_secret("secret_key")
SITE_URL = os.environ.get("MAILLE_SITE_URL", "http://localhost:8000").rstrip("/")
SOURCE_URL = os.environ.get("MAILLE_SOURCE_URL", "")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("MAILLE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "maille.config",
    "maille.impact",
    "maille.journeys",
    "maille.network",
    "maille.identity",
    "maille.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maille.network.middleware.ActorMiddleware",
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

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'maille.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
    }
# Demo mode: sign-in links replace the real thing. Said by the environment, else by the database file itself, so that it
# neither outlives the synthetic network nor reaches a database that is not one.
DEMO = flag("MAILLE_DEMO", is_demo_file(pathlib.Path(str(DATABASES["default"]["NAME"]))))
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
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,10/h/key,25/d/key"}
ACCOUNT_FORMS = {
    "request_login_code": "maille.identity.forms.RequestCodeForm",
    "confirm_login_code": "maille.identity.forms.CodeForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MAILLE_PROXIES", "0"))
MFA_ADAPTER = "maille.identity.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_REAUTHENTICATION_REQUIRED = False  # identity.views asks for a fresh proof itself, by code or by key
MFA_FORMS = {
    "add_webauthn": "maille.identity.forms.AddPasskeyForm",
    "edit_webauthn": "maille.identity.forms.RenamePasskeyForm",
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
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

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = os.environ.get("MAILLE_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("MAILLE_EMAIL_FROM", "Maille <maille@localhost>")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
