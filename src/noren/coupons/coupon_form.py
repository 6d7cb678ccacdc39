"""The form of a coupon: the rule asked for in words, read from and written to the rule's own language."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from noren.coupons.create import CouponDefinition
from noren.coupons.models import Coupon
from noren.kernel.form_fields import CodesField, MomentField
from noren.kernel.money import format_money
from noren.kernel.records import RecordForm
from noren.pricing import AmountOff, GoodsFilter, PercentOff, Rule, RuleInvalid, parse_rule, rule_json
from noren.stores.models import Store

CHANNELS = (("web", _("online shop")), ("till", _("till")), ("api", _("API")))
_PERCENT, _AMOUNT = "percent", "amount"
# Where the codes stand that are asked for; beside the form, so that nothing typed is lost.
_LISTS = {
    "categories": (_("List of categories"), "admin:catalog_category_changelist"),
    "products": (_("List of products"), "admin:catalog_product_changelist"),
    "skus": (_("List of variants"), "admin:catalog_variant_changelist"),
}


class CouponForm(RecordForm):
    """A coupon. Percents are whole or with two digits; amounts are minor units, as the shop writes them."""

    benefit = forms.ChoiceField(
        label=_("Kind of discount"),
        choices=((_PERCENT, _("a part of the price")), (_AMOUNT, _("a fixed amount"))),
        widget=forms.RadioSelect,
    )
    percent = forms.DecimalField(
        label=_("Percent"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    up_to_minor = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, help_text=_("Empty for no limit.")
    )
    amount_minor = forms.IntegerField(label=_("Amount"), required=False, min_value=1)
    minimum_minor = forms.IntegerField(
        label=_("Minimum amount"),
        required=False,
        min_value=0,
        help_text=_("What the goods it is for must come to at least."),
    )
    stacks = forms.BooleanField(label=_("Together with other coupons"), required=False)
    priority = forms.IntegerField(
        label=_("Order of turns"),
        required=False,
        min_value=-1000,
        max_value=1000,
        help_text=_("Of several coupons the one with the lower number takes its turn first."),
    )
    categories = CodesField(
        label=_("Categories"),
        required=False,
        help_text=_("Codes of categories, one a line or parted by commas. Empty: no limit by category."),
    )
    products = CodesField(
        label=_("Products"),
        required=False,
        help_text=_("Codes of products, one a line or parted by commas. Empty: no limit by product."),
    )
    skus = CodesField(
        label=_("SKUs"), required=False, help_text=_("SKUs, one a line or parted by commas. Empty: no limit by SKU.")
    )
    valid_from = MomentField(label=_("Valid from"))
    valid_until = MomentField(label=_("Valid until"), help_text=_("From this moment on it is over."))
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        choices=CHANNELS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: everywhere."),
    )
    stores = forms.ModelMultipleChoiceField(
        Store.objects.all(), label=_("Stores"), required=False, to_field_name="code", help_text=_("None: everywhere.")
    )

    class Meta:
        model = Coupon
        fields = (
            "code",
            "name",
            "kind",
            "campaign",
            "is_for_listed_goods",
            "redemption_limit",
            "customer_limit",
            "is_use_returned",
            "is_active",
            "is_public",
        )
        help_texts: ClassVar = {
            "is_public": _("Everybody sees it on the first page and at the basket. Not for members' coupons.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (words, view) in _LISTS.items():
            if field := self.fields.get(name):
                field.help_text = format_html(
                    '{} <a href="{}" target="_blank">{}</a>', field.help_text, reverse(view), words
                )
        if campaign := self.fields.get("campaign"):
            campaign.empty_label = "–"  # type: ignore[attr-defined]
        coupon = self.instance
        if coupon.pk is None:
            return
        for name, value in _answers(parse_rule(coupon.rule)).items():
            self.initial.setdefault(name, value)
        self.initial["stores"] = coupon.store_codes
        for name in ("valid_from", "valid_until", "channels"):
            self.initial[name] = getattr(coupon, name)
        if "code" in self.fields:
            self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Check that the figure of the chosen kind is there, and that the rule can be said."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        needed = "percent" if typed.get("benefit") == _PERCENT else "amount_minor"
        if typed.get("benefit") and not typed.get(needed):
            self.add_error(needed, ValidationError(gettext("This figure is needed."), code="required"))
        elif typed.get("benefit"):
            try:
                parse_rule(rule_json(_rule(typed)))
            except RuleInvalid as refusal:
                self.add_error(_field_of(refusal, self.fields), str(refusal))
        return typed

    def definition(self) -> CouponDefinition:
        """What the form says, for the verbs."""
        typed = self.cleaned_data
        return CouponDefinition(
            code=typed["code"],
            name=typed["name"],
            rule=rule_json(_rule(typed)),
            valid_from=typed["valid_from"],
            valid_until=typed["valid_until"],
            kind=typed["kind"],
            campaign_id=typed["campaign"].pk if typed["campaign"] else None,
            channels=tuple(typed["channels"]),
            store_codes=tuple(store.code for store in typed["stores"]),
            redemption_limit=typed["redemption_limit"],
            customer_limit=typed["customer_limit"],
            is_use_returned=typed["is_use_returned"],
            is_for_listed_goods=typed["is_for_listed_goods"],
            is_active=typed["is_active"],
            is_public=typed["is_public"],
        )

    @staticmethod
    def rule_in_words(coupon: Coupon) -> str:
        """`20 % off, from ¥1,000` as a list says it."""
        rule = parse_rule(coupon.rule)
        benefit = rule.benefit
        if isinstance(benefit, PercentOff):
            words = gettext("%(percent)s%% off") % {"percent": f"{benefit.percent_bp / 100:g}"}
            if benefit.up_to_minor:
                words += gettext(", at most %(amount)s") % {"amount": _money(benefit.up_to_minor)}
        else:
            words = gettext("%(amount)s off") % {"amount": _money(benefit.amount_minor)}
        if rule.minimum_minor:
            words += gettext(", from %(amount)s") % {"amount": _money(rule.minimum_minor)}
        return words


def _answers(rule: Rule) -> dict[str, Any]:
    """The rule as answers to the form's questions."""
    benefit, goods = rule.benefit, rule.goods or GoodsFilter()
    is_percent = isinstance(benefit, PercentOff)
    return {
        "benefit": _PERCENT if is_percent else _AMOUNT,
        "percent": f"{benefit.percent_bp / 100:g}" if isinstance(benefit, PercentOff) else None,
        "up_to_minor": benefit.up_to_minor if isinstance(benefit, PercentOff) else None,
        "amount_minor": benefit.amount_minor if isinstance(benefit, AmountOff) else None,
        "minimum_minor": rule.minimum_minor or None,
        "stacks": rule.stacks,
        "priority": rule.priority or None,
        "categories": sorted(goods.categories),
        "products": sorted(goods.products),
        "skus": sorted(goods.skus),
    }


def _rule(typed: dict[str, Any]) -> Rule:
    benefit: PercentOff | AmountOff
    if typed["benefit"] == _PERCENT:
        benefit = PercentOff(percent_bp=int(typed["percent"] * 100), up_to_minor=typed.get("up_to_minor"))
    else:
        benefit = AmountOff(amount_minor=typed["amount_minor"])
    names = ("skus", "products", "categories")
    is_limited = any(typed.get(name) for name in names)
    goods = GoodsFilter(**{name: frozenset(typed.get(name) or ()) for name in names}) if is_limited else None
    return Rule(
        benefit=benefit,
        minimum_minor=typed.get("minimum_minor") or 0,
        goods=goods,
        priority=typed.get("priority") or 0,
        stacks=bool(typed.get("stacks")),
    )


def _field_of(refusal: RuleInvalid, fields: dict[str, Any]) -> str | None:
    """The question whose answer the rule refuses."""
    parts = (refusal.field or "").split(".")
    names = {"percent_bp": "percent"}
    return next((name for part in reversed(parts) if (name := names.get(part, part)) in fields), None)


def _money(minor: int) -> str:
    return format_money(minor, settings.CURRENCY)
