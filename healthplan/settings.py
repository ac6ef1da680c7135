"""Every setting, read from the environment, here and nowhere else.

With no environment at all the program runs for one person on SQLite. A province
sets DATABASE_URL, SECRET_KEY and ALLOWED_HOSTS (README, 运行).
"""

import os
from pathlib import Path

import environ
from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from regions import data_folder

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def env_bool(name: str, default: bool) -> bool:
    """Return a yes/no setting; anything but true/false/1/0 stops the start."""
    text = os.environ.get(name, "").strip().lower()
    if text in ("", "true", "1", "false", "0"):
        return default if text == "" else text in ("true", "1")
    raise ImproperlyConfigured(f"环境变量 {name} 应为 true 或 false，现为“{text}”。")


def env_list(name: str, default: list[str]) -> list[str]:
    """Return a comma-separated setting as a list."""
    text = os.environ.get(name, "")
    return [part.strip() for part in text.split(",") if part.strip()] or default


def env_whole(name: str, default: int) -> int:
    """Return a setting that is a whole number above zero; anything else stops."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or int(text) == 0:
        raise ImproperlyConfigured(f"环境变量 {name} 应为正整数，现为“{text}”。")
    return int(text)


# What the program keeps on disk: the SQLite file, its key, uploaded files.
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ".data"))

DATABASE_URL = os.environ.get("DATABASE_URL", "")
DEBUG = env_bool("DEBUG", False)


def secret_key() -> str:
    """Return SECRET_KEY, or for SQLite one made once and kept beside the database.

    Several machines on one PostgreSQL must share a key, so there it is required.
    """
    if key := os.environ.get("SECRET_KEY"):
        return key
    if DATABASE_URL and not DATABASE_URL.startswith("sqlite"):
        raise ImproperlyConfigured(
            "使用DATABASE_URL时须设置SECRET_KEY：50位以上随机字符，各服务器相同。"
        )
    return data_folder.key(DATA_DIR)


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_htmx",
    "axes",
    "csp",
    "regions",
    "indicators",
    "dashboards",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "healthplan.caching.PrivateMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "healthplan.browsers.UnsupportedBrowserMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "regions.sessions.SessionLimitsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "regions.views.sign_in.SignInFirstMiddleware",
    "regions.views.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "healthplan.urls"
WSGI_APPLICATION = "healthplan.wsgi.application"

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
                "healthplan.context.site",
                "healthplan.context.waiting",
            ],
            "builtins": ["healthplan.markup"],
        },
    },
]

# ------------------------------------------------------------------ database

DATABASES = {
    "default": env.db_url_config(
        DATABASE_URL or f"sqlite:///{DATA_DIR / data_folder.DATABASE}"
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted PostgreSQL
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if not DATABASE_URL:
        data_folder.make_database(DATA_DIR)
    # Measured: kept connections (x2.6), WAL and immediate write transactions.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif env_bool("SERVES_PAGES", False):  # set by wsgi.py; commands and jobs may take long
    # A save once waited 43 seconds for a lock: now it answers 503 and is sent again.
    limits = {"lock_timeout": "5s", "statement_timeout": "30s"}
    options = " ".join(f"-c {name}={limit}" for name, limit in limits.items())
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = options
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ----------------------------------------------------------- people, sessions

AUTH_USER_MODEL = "regions.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [  # the first hashes; the second reads what older versions wrote
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"regions.people.password_rules.{name}"}
    for name in ("UnlikeThePerson", "LongEnough", "NotCommon", "NotOnlyDigits")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboards:overview"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # English tables nobody here would read

# Plain http on a bureau's LAN must work; behind https set HTTPS=true.
HTTPS = env_bool("HTTPS", False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
# Signed out after so long without anything done, and after so long in any case.
SESSION_IDLE_MINUTES = env_whole("SESSION_IDLE_MINUTES", 30)
SESSION_HOURS = env_whole("SESSION_HOURS", 12)
SESSION_COOKIE_AGE = 60 * 60 * SESSION_HOURS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
CSRF_FAILURE_VIEW = "regions.views.sign_in.page_is_old"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# No outside request, no inline script. Two hashes for plotly.js: the empty <style>
# it fills through the CSSOM, and the one style attribute it parses from markup.
PLOTLY_STYLES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'unsafe-hashes'",
    "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, *PLOTLY_STYLES],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

# ----------------------------------------------------------------- e-mail

# smtp://user:password@host:25, smtp+tls://…:587, smtp+ssl://…:465. Empty: no mail is
# sent and no page offers to.
EMAIL_URL = os.environ.get("EMAIL_URL", "")
EMAIL_TIMEOUT = 10  # seconds; a page waits for the answer
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "") or "healthplan@localhost"


def mail_settings(url: str) -> dict:
    """Return Django's e-mail settings of an EMAIL_URL; nonsense stops the start."""
    try:
        return {k: v for k, v in env.email_url_config(url).items() if k.isupper()}
    except (KeyError, ValueError, ImproperlyConfigured):
        raise ImproperlyConfigured(
            "环境变量EMAIL_URL应如smtp+tls://用户:密码@主机:587。"
        ) from None


if EMAIL_URL:
    globals().update(mail_settings(EMAIL_URL))

# ---------------------------------------------------------- language, notices

LANGUAGE_CODE = "zh-hans"
# English follows when its catalogue is complete; every string is marked for it.
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "healthplan" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

SITE_NAME = os.environ.get("SITE_NAME", "") or _("健康规划指标跟踪平台")
NOTICE = os.environ.get("NOTICE", "") or _(
    "本系统为非涉密系统，严禁存储、处理、传输国家秘密和工作秘密。"
)
# Whom users ask, as the help prints it: 单位、科室和电话。
CONTACT = os.environ.get("CONTACT", "")
# Which hue stands for which group of verdicts; "blue" where blue means good.
STATUS_PALETTE = os.environ.get("STATUS_PALETTE", "green")

# --------------------------------------------------------------- static files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "healthplan.static.PlotlyFinder",
]
# Hashed names need collectstatic (quickstart runs it); DEBUG serves as is.
# gzip only: browsers do not accept brotli over plain http.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "healthplan.static.HashedStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["png", "webp", "woff2", "gz", "map"]
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

DJANGO_TABLES2_TEMPLATE = "_table.html"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

JOBS_INLINE = False  # tests do jobs where they are asked for

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
