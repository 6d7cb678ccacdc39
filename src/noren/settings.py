"""Django's settings: everything that differs between deployments comes from the environment.

`noren` (the command) starts the embedded database when `DATABASE_URL` is not set and sets it before this module
is read, so that here there is one way to name a database.
"""

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _database(url: str) -> dict[str, object]:
    """Read `postgresql://user:password@host:port/name?option=value`; a socket folder comes as `?host=`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user@host/name")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "noren.kernel.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        "OPTIONS": {
            **query,
            # A request that waits longer than this for a row answers "busy, try again" instead of piling up.
            "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
            "application_name": os.environ.get("NOREN_PROCESS", "noren"),
            # Half the time of an order went into planning the same statements again (docs/adr/0010).
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
        "TEST": {"SERIALIZE": False},
    }


DEBUG = _flag("NOREN_DEBUG", default=False)
DEMO = _flag("NOREN_DEMO", default=False)
HOME = Path(os.environ.get("NOREN_HOME", Path.home() / ".local/share/noren"))
SECRET_KEY = os.environ.get("NOREN_SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured("NOREN_SECRET_KEY is not set; the noren command makes one in NOREN_HOME")
if "DATABASE_URL" not in os.environ:
    raise ImproperlyConfigured("DATABASE_URL is not set; the noren command sets it for the embedded database")

DATABASES = {"default": _database(os.environ["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = _list("NOREN_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = os.environ.get("NOREN_BASE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE = BASE_URL.startswith("https://")

# What the retailer is: one deployment serves one. Amounts are in the minor unit of CURRENCY.
SHOP_NAME = os.environ.get("NOREN_SHOP_NAME", "のれん商店")
CURRENCY = os.environ.get("NOREN_CURRENCY", "JPY")
PRICES_INCLUDE_TAX = _flag("NOREN_PRICES_INCLUDE_TAX", default=True)
TAX_ROUNDING = os.environ.get("NOREN_TAX_ROUNDING", "floor")
POINTS_PER_MINOR = (
    int(os.environ.get("NOREN_POINTS_EARNED", "1")),
    int(os.environ.get("NOREN_POINTS_PER_MINOR", "100")),
)
POINTS_VALID_DAYS = int(os.environ.get("NOREN_POINTS_VALID_DAYS", "365"))
PICKUP_KEPT_DAYS = int(os.environ.get("NOREN_PICKUP_KEPT_DAYS", "3"))
# How shoppers pay: `at_store`, `bank_transfer`, and providers by their codes.
PAY_BY = _list("NOREN_PAY_BY", "test,bank_transfer,at_store" if DEMO else "at_store")
# Who takes money over the network: code=dotted.path of a class (noren.payments.provider). The sandbox takes no money.
PAYMENT_PROVIDERS = {"test": "noren.payments.sandbox.client.SandboxProvider"} | dict(
    part.split("=", 1) for part in _list("NOREN_PAYMENT_PROVIDERS", "") if "=" in part
)
PAY_MINUTES = int(os.environ.get("NOREN_PAY_MINUTES", "30"))
PAY_GRACE_MINUTES = int(os.environ.get("NOREN_PAY_GRACE_MINUTES", "120"))
BANK_TRANSFER_DAYS = int(os.environ.get("NOREN_BANK_TRANSFER_DAYS", "7"))
# What a shopper types into the bank's form; lines are parted by `|`.
BANK_ACCOUNT = tuple(
    line.strip()
    for line in os.environ.get(
        "NOREN_BANK_ACCOUNT",
        "のれん銀行 本店営業部(店番 001)|普通預金 1234567|ノレンシヨウテン(カ" if DEMO else "",
    ).split("|")
    if line.strip()
)
# What is delivered home: the fee in the prices' own mode, from which amount of goods on it is free (empty: never), the
# times of a day that a buyer may wish for, and so many days after the order as the first and the last of them.
DELIVERY_FEE_MINOR = int(os.environ.get("NOREN_DELIVERY_FEE_MINOR", "550"))
DELIVERY_FREE_FROM_MINOR = int(os.environ.get("NOREN_DELIVERY_FREE_FROM_MINOR", "5500") or 0) or None
DELIVERY_SLOTS = _list("NOREN_DELIVERY_SLOTS", "am,14-16,16-18,18-20,19-21")
if unread := [slot for slot in DELIVERY_SLOTS if not re.fullmatch(r"am|(0?\d|1\d|2[0-3])-(0?\d|1\d|2[0-3])", slot)]:
    raise ImproperlyConfigured(f"NOREN_DELIVERY_SLOTS: {', '.join(unread)} is neither `am` nor hours such as `14-16`")
DELIVERY_FIRST_DAY = int(os.environ.get("NOREN_DELIVERY_FIRST_DAY", "2"))
DELIVERY_LAST_DAY = int(os.environ.get("NOREN_DELIVERY_LAST_DAY", "14"))
# The store whose sales the orders delivered from the online shop are; empty is the first that sends parcels.
DELIVERY_STORE = os.environ.get("NOREN_DELIVERY_STORE", "")
# Whether a pickup may be ordered in a store that lacks the goods, and other stores send them there.
BRING_TO_STORE = _flag("NOREN_BRING_TO_STORE", default=True)
SANDBOX_SLOW_S = float(os.environ.get("NOREN_SANDBOX_SLOW_S", "8"))
# What buyers change by themselves before their order is picked: nothing, fewer pieces, or anything.
BUYER_CHANGES = os.environ.get("NOREN_BUYER_CHANGES", "fewer")
if BUYER_CHANGES not in {"none", "fewer", "any"}:
    raise ImproperlyConfigured("NOREN_BUYER_CHANGES must be none, fewer or any")
# What wrapping an order as a gift costs, with tax where prices include it; nothing is wrapped where it is empty.
_gift_wrap = os.environ.get("NOREN_GIFT_WRAP_MINOR", "330" if DEMO else "")
GIFT_WRAP_MINOR = int(_gift_wrap) if _gift_wrap else None
RETURN_DAYS = int(os.environ.get("NOREN_RETURN_DAYS", "30"))
BASKET_HOLD_MINUTES = int(os.environ.get("NOREN_BASKET_HOLD_MINUTES", "10"))
# Deeds that a clerk does only when a second person approves; of those that can be asked for.
_APPROVABLE = "void_sale,return_late,return_without_sale,refund_large,cash_out_large,mark_down_large"
CLERKS_NEED_APPROVAL = _list("NOREN_CLERKS_NEED_APPROVAL", _APPROVABLE)
_APPROVABLE += ",mark_down"
# Above these amounts, in minor units, a refund is a large one, a correction of stock at its selling price, and cash
# that is taken out of a drawer.
REFUND_LIMIT_MINOR = int(os.environ.get("NOREN_REFUND_LIMIT_MINOR", "10000"))
CORRECTION_LIMIT_MINOR = int(os.environ.get("NOREN_CORRECTION_LIMIT_MINOR", "50000"))
CASH_OUT_LIMIT_MINOR = int(os.environ.get("NOREN_CASH_OUT_LIMIT_MINOR", "30000"))
# Above these a markdown is a large one: minor units off a sale, percent off the list price of a line.
MARKDOWN_LIMIT_MINOR = int(os.environ.get("NOREN_MARKDOWN_LIMIT_MINOR", "3000"))
MARKDOWN_LIMIT_PERCENT = int(os.environ.get("NOREN_MARKDOWN_LIMIT_PERCENT", "30"))
if unknown_deeds := set(CLERKS_NEED_APPROVAL) - set(_APPROVABLE.split(",")):
    raise ImproperlyConfigured(f"NOREN_CLERKS_NEED_APPROVAL: {', '.join(sorted(unknown_deeds))} cannot be approved")
# Whether a till sells only in an open shift, and whether clerks count a drawer without seeing what should be in it.
SHIFTS = os.environ.get("NOREN_SHIFTS", "optional")
if SHIFTS not in {"optional", "required"}:
    raise ImproperlyConfigured("NOREN_SHIFTS must be optional or required")
BLIND_CLOSE = _flag("NOREN_BLIND_CLOSE", default=False)
# How many hours after the end of the business day a list is kept that was put by at a till.
HELD_HOURS = int(os.environ.get("NOREN_HELD_HOURS", "0"))
# Whether staff sign in at any device, or only at one that the office enrolled at its register.
TILL_DEVICES = os.environ.get("NOREN_TILL_DEVICES", "any")
if TILL_DEVICES not in {"any", "enrolled"}:
    raise ImproperlyConfigured("NOREN_TILL_DEVICES must be any or enrolled")
# Longer than a request is waited for at all, a till would not wait.
TILL_PATIENCE_S = int(os.environ.get("NOREN_TILL_PATIENCE_S", "4"))
if not 1 <= TILL_PATIENCE_S <= 10:
    raise ImproperlyConfigured("NOREN_TILL_PATIENCE_S must be 1 to 10")
# How many members the tills of a store know without a network; a till that is lost has lost so many. 0 for none.
TILL_MEMBERS = int(os.environ.get("NOREN_TILL_MEMBERS", "20000"))
if not 0 <= TILL_MEMBERS <= 100_000:
    raise ImproperlyConfigured("NOREN_TILL_MEMBERS must be 0 to 100000")
# What a till may do without a network (orders/late/limits.py): amounts with tax, in minor units; hours that its goods
# and prices may be old; days that an envelope may be late; kinds of coupons, and uses of each per register.
OFFLINE_PER_SALE_MINOR = int(os.environ.get("NOREN_OFFLINE_PER_SALE_MINOR", "50000"))
OFFLINE_PER_DEVICE_MINOR = int(os.environ.get("NOREN_OFFLINE_PER_DEVICE_MINOR", "500000"))
OFFLINE_HOURS = int(os.environ.get("NOREN_OFFLINE_HOURS", "24"))
OFFLINE_DAYS = int(os.environ.get("NOREN_OFFLINE_DAYS", "30"))
OFFLINE_COUPON_KINDS = _list("NOREN_OFFLINE_COUPON_KINDS", "code,member")
OFFLINE_COUPON_USES = int(os.environ.get("NOREN_OFFLINE_COUPON_USES", "1"))
if unknown_kinds := set(OFFLINE_COUPON_KINDS) - {"code", "member"}:
    raise ImproperlyConfigured(f"NOREN_OFFLINE_COUPON_KINDS: {', '.join(sorted(unknown_kinds))} is no kind of coupon")
IMPORT_MAX_BYTES = 250 * 1024 * 1024

# Who sells, for the legal notice. What is empty is "told without delay on request", as the Act allows.
SELLER = {
    "name": os.environ.get("NOREN_SELLER_NAME", SHOP_NAME),
    "responsible": os.environ.get("NOREN_SELLER_RESPONSIBLE", ""),
    "address": os.environ.get("NOREN_SELLER_ADDRESS", ""),
    "phone": os.environ.get("NOREN_SELLER_PHONE", ""),
    "email": os.environ.get("NOREN_SELLER_EMAIL", os.environ.get("NOREN_MAIL_FROM", "shop@localhost")),
    "invoice_number": os.environ.get("NOREN_SELLER_INVOICE_NUMBER", ""),
}

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "noren.office.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    # Before allauth, whose pages it draws anew.
    "noren.shop",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "ninja",
    "noren.kernel",
    "noren.timeline",
    "noren.stores",
    "noren.people",
    "noren.catalog",
    "noren.campaigns",
    "noren.coupons",
    "noren.loyalty",
    "noren.payments",
    "noren.stock",
    "noren.orders",
    "noren.outreach",
    "noren.connect",
    "noren.till",
    "noren.office",
    "noren.api",
]

MIDDLEWARE = [
    "noren.kernel.body_limit.BodyLimitMiddleware",
    "noren.kernel.headers.CompressMiddleware",
    "noren.kernel.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "noren.api.middleware.ApiMiddleware",
    "noren.shop.stock_marks.StockMarkMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "noren.kernel.sessions.FaceSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "noren.shop.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "noren.urls"
WSGI_APPLICATION = "noren.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The office draws the admin's pages anew; what it does not draw comes from unfold.
        "DIRS": [PACKAGE / "office" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "noren.shop.context.page",
            ]
        },
    }
]

AUTH_USER_MODEL = "people.Account"
# The e-mail is unique whatever its case: people_account_email, a constraint that this check does not look for.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "noren.shop.joining.JoinFields"
ACCOUNT_ADAPTER = "noren.shop.account_adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "noren.shop.account_forms.SignInForm",
    "signup": "noren.shop.account_forms.SignUpForm",
    "reset_password": "noren.shop.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "noren.shop.account_forms.NewPasswordForm",
    "change_password": "noren.shop.account_forms.OtherPasswordForm",
}
# Nobody becomes a member, and sees what a guest ordered before, with an address that is not theirs.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# A right password is guessed by trying: ten tries a minute from one address, five in five minutes for one account.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "signup": "20/m/ip"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shop:member"
CSRF_FAILURE_VIEW = "noren.shop.refusals.stale_form"

LANGUAGE_CODE = os.environ.get("NOREN_LANGUAGE", "ja")
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "noren.kernel.formats"
USE_TZ = True
TIME_ZONE = os.environ.get("NOREN_TIME_ZONE", "Asia/Tokyo")

# The office's colors are those of noren.css; office.css hands them to the admin.
UNFOLD = {
    "SITE_TITLE": _("Noren office"),
    "SITE_HEADER": _("Noren office"),
    "THEME": "light",
    "SHOW_VIEW_ON_SITE": False,
}

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
FRONTEND = PACKAGE.parent.parent / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND] if FRONTEND.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_URL = "media/"
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The count of a transfer of 1,000 lines has five fields a line.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Three cookies are enough: session, form secret, language.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# The demo writes to nobody: its mails stay on the outbox page.
EMAIL_BACKEND = os.environ.get(
    "NOREN_EMAIL_BACKEND",
    "noren.outreach.backends.OutboxBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = os.environ.get("NOREN_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("NOREN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("NOREN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NOREN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("NOREN_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("NOREN_MAIL_FROM", "shop@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("NOREN_LOG_LEVEL", "WARNING")},
}
