"""Accounts, customers, identities, claims of an account, staff and API tokens."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from noren.kernel.ids import uuid7
from noren.stores.devices.models import Device
from noren.stores.models import Register, Store


class Customer(models.Model):
    """A person who buys. With a member number a member, without one a guest."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    member_number = models.CharField(_("member number"), max_length=20, unique=True, null=True, blank=True)
    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    family_kana = models.CharField(_("family name (kana)"), max_length=60, blank=True)
    given_kana = models.CharField(_("given name (kana)"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, default="ja")
    joined_at = models.DateTimeField(_("joined at"))
    joined_channel = models.CharField(_("joined through"), max_length=12)
    home_store = models.ForeignKey(
        Store, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("home store")
    )

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(
                condition=Q(member_number__isnull=True) | ~Q(member_number=""),
                name="people_customer_member_number",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.member_number or str(self.uid)

    @property
    def full_name(self) -> str:
        """Family name first, as receipts and shelves in Japan have it."""
        return f"{self.family_name} {self.given_name}".strip()


class IdentityKind(models.TextChoices):
    """What can name a customer."""

    MEMBER_NUMBER = "member_number", _("member number")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    POS_CODE = "pos_code", _("code in another POS")


class Identity(models.Model):
    """A normalized value that names one customer. `verified_at` is null until the person proved it."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16, choices=IdentityKind.choices)
    value = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="people_identity_value")]


class CustomerAddress(models.Model):
    """A home that a customer had something sent to; the one used last is offered first."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=120)
    postal_code = models.CharField(max_length=12)
    prefecture = models.CharField(max_length=20)
    city = models.CharField(max_length=80)
    line1 = models.CharField(max_length=120)
    line2 = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32)
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("address of a customer")
        verbose_name_plural = _("addresses of customers")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "name", "postal_code", "prefecture", "city", "line1", "line2"],
                name="people_customeraddress_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.postal_code} {self.name}"


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts the way Django's commands and allauth expect."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """A new account that signs in with this e-mail; without a password it cannot sign in by password."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Account":
        """An account that may do everything in the office."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """A way to sign in, nothing more: the person is a customer, a staff member, or both."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="accounts", verbose_name=_("customer")
    )
    is_staff = models.BooleanField(_("may enter the office"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("made at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="people_account_email")]

    def __str__(self) -> str:
        return self.email


class Claim(models.Model):
    """A store member asks for an online account: the code mailed to the address the store has on record.

    Without a customer nobody matched what was asked. Such a claim can never be confirmed, and answers as any other.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="claims")
    email = models.EmailField()
    code_digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    failed_count = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(failed_count__lte=5), name="people_claim_failed_count")]


class StaffMember(models.Model):
    """Somebody who works here."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.OneToOneField(Account, models.PROTECT, related_name="staff", verbose_name=_("account"))
    code = models.CharField(_("staff code"), max_length=16, unique=True)
    name = models.CharField(_("name on receipts"), max_length=60)

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")

    def __str__(self) -> str:
        return self.name


class StaffPin(models.Model):
    """The short number with which somebody takes over a till; a slow hash alone."""

    staff = models.OneToOneField(StaffMember, models.CASCADE, related_name="pin")
    digest = models.CharField(max_length=128, editable=False)
    set_at = models.DateTimeField()


class RegisterStaff(models.Model):
    """A register at which somebody gave the password: until then their PIN is good there."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="registers")
    known_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "staff"], name="people_registerstaff_once")]


class Role(models.TextChoices):
    """What a staff member may do; see `people.roles` for the deeds of each."""

    CLERK = "clerk", _("clerk")
    MANAGER = "manager", _("store manager")
    MARKETER = "marketer", _("marketer")
    HEAD_OFFICE = "head_office", _("head office")


class StaffRole(models.Model):
    """A role in one store, or in all when the store is null."""

    staff = models.ForeignKey(StaffMember, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    store = models.ForeignKey(Store, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("store"))

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "store"], name="people_staffrole_once", nulls_distinct=False
            )
        ]


class Approval(models.Model):
    """What somebody approved that another was about to do: exactly one request, to one thing, once.

    Attributes:
        store: null for what holds in all stores, such as a price.
        asked_by: null where another program asked.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    deeds = ArrayField(models.CharField(max_length=24), verbose_name=_("deeds"))
    subject_uid = models.UUIDField(_("about"), db_index=True)
    digest = models.CharField(max_length=64, editable=False)
    content = models.JSONField(_("what exactly"), default=dict)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    amount_minor = models.BigIntegerField(_("amount"), null=True)
    store = models.ForeignKey(Store, models.PROTECT, null=True, related_name="+", verbose_name=_("store"))
    asked_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"))
    approved_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    approved_at = models.DateTimeField(_("approved at"))
    valid_until = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=F("approved_by")), name="people_approval_second_person"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lt=F("valid_until")), name="people_approval_used_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.deeds)} {self.approved_at:%Y-%m-%d %H:%M}"


class LimitKind(models.TextChoices):
    """What needs a second person beyond a limit."""

    REFUND = "refund", _("money given back for a sale")
    CORRECTION = "correction", _("a correction of stock")
    WRITE_OFF = "write_off", _("goods thrown away")
    COUNT = "count", _("the differences of a stocktake")
    PRICE = "price", _("another price")
    CASH_OUT = "cash_out", _("cash taken out of a drawer")
    MARKDOWN = "markdown", _("taken off a sale by hand")
    MARKDOWN_PERCENT = "markdown_pct", _("taken off goods by hand, in percent")


class ApprovalLimit(models.Model):
    """Beyond which amount, or percent for prices, a second person is needed; null: none is. No row: the usual one."""

    kind = models.CharField(_("kind"), max_length=12, choices=LimitKind.choices, unique=True)
    limit = models.BigIntegerField(_("limit"), null=True)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        constraints = [
            models.CheckConstraint(condition=Q(limit__isnull=True) | Q(limit__gte=0), name="people_approvallimit_limit")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.limit}"


class DeedOutcome(models.TextChoices):
    """What became of it."""

    DONE = "done", _("done")
    REFUSED = "refused", _("refused")


class DeedRecord(models.Model):
    """One row of the staff log: what somebody did, or tried and was refused; written once, and changed by nobody.

    `staff` is null for an account that is not on the staff, and where nobody is known; `who` names them as they were.
    """

    at = models.DateTimeField(_("when"), db_index=True)
    deed = models.CharField(_("deed"), max_length=24)
    outcome = models.CharField(_("outcome"), max_length=8, choices=DeedOutcome.choices)
    refusal = models.CharField(_("why refused"), max_length=40, blank=True)
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", verbose_name=_("staff member"))
    who = models.CharField(_("who"), max_length=80)
    channel = models.CharField(_("channel"), max_length=12)
    store = models.ForeignKey(Store, models.PROTECT, null=True, related_name="+", verbose_name=_("store"))
    place = models.CharField(_("register or page"), max_length=120, blank=True)
    subject_kind = models.CharField(_("kind of thing"), max_length=40, blank=True)
    subject_uid = models.CharField(_("about"), max_length=40, blank=True, db_index=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    told = models.JSONField(_("what happened"), default=list)
    changes = models.JSONField(_("before and after"), default=dict)
    approval = models.ForeignKey(Approval, models.PROTECT, null=True, related_name="+", verbose_name=_("approval"))

    class Meta:
        verbose_name = _("deed of staff")
        verbose_name_plural = _("staff log")
        indexes = [
            models.Index(fields=["staff", "-at"], name="people_deedrecord_staff_at"),
            models.Index(fields=["store", "-at"], name="people_deedrecord_store_at"),
            models.Index(fields=["deed", "-at"], name="people_deedrecord_deed_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome="done") ^ ~Q(refusal=""), name="people_deedrecord_refusal")
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.deed} {self.at:%Y-%m-%d %H:%M}"


class ApiToken(models.Model):
    """A bearer token: of an integrator, or of a till that a staff member signed in at."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"))
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(StaffMember, models.CASCADE, null=True, blank=True, related_name="+")
    register = models.ForeignKey(Register, models.CASCADE, null=True, blank=True, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, null=True, blank=True, editable=False, related_name="+")
    made_at = models.DateTimeField(_("made at"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name


class Tries(models.Model):
    """How often something secret was tried lately: `subject` is a staff code, a member number or an address."""

    purpose = models.CharField(max_length=24)
    subject = models.CharField(max_length=80)
    tried_count = models.PositiveIntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "subject"], name="people_tries_once")]
