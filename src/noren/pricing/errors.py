"""Why pricing refuses its input: one class per cause, each naming the field."""

from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Refused


class QuantityInvalid(Refused):
    """A quantity is not a whole number within its bounds."""

    code = "quantity_invalid"
    words = _("The quantity must be a whole number from %(low)s to %(high)s.")


class UnitPriceInvalid(Refused):
    """A unit price is not a whole number of minor units within its bounds."""

    code = "unit_price_invalid"
    words = _("The unit price must be a whole number from %(low)s to %(high)s.")


class TaxRateInvalid(Refused):
    """A tax rate is not a whole number of basis points within its bounds."""

    code = "tax_rate_invalid"
    words = _("The tax rate must be a whole number of basis points from %(low)s to %(high)s.")


class LineRepeated(Refused):
    """Two lines of one quote have the same ref."""

    code = "line_repeated"
    words = _("Two lines have the same name %(ref)s.")


class BenefitRepeated(Refused):
    """The same benefit was given twice for one quote."""

    code = "benefit_repeated"
    words = _("%(ref)s was given twice.")


class MarkdownInvalid(Refused):
    """A markdown is of no line of the quote, out of its bounds, or the second of its kind there."""

    code = "markdown_invalid"
    words = _("This price change cannot be applied to these goods.")


class RuleInvalid(Refused):
    """A rule is not written in the language of rules; the classes below say how, `field` says where."""

    code = "rule_invalid"
    words = _("%(at)s is not valid.")


class RuleKeyMissing(RuleInvalid):
    """A part that every such rule has is missing."""

    code = "rule_key_missing"
    words = _("%(at)s is missing.")


class RuleKeyUnknown(RuleInvalid):
    """A part that the language does not have."""

    code = "rule_key_unknown"
    words = _("%(at)s is not part of a rule.")


class RuleObjectInvalid(RuleInvalid):
    """Something else stands where an object of named parts belongs."""

    code = "rule_object_invalid"
    words = _("%(at)s must be an object with named parts.")


class RuleNumberInvalid(RuleInvalid):
    """Not an integer (1.0 and true are none either), or out of its bounds."""

    code = "rule_number_invalid"
    words = _("%(at)s must be a whole number from %(low)s to %(high)s.")


class RuleChoiceInvalid(RuleInvalid):
    """None of the values that may stand there."""

    code = "rule_choice_invalid"
    words = _("%(at)s must be one of: %(choices)s.")


class RuleListInvalid(RuleInvalid):
    """Not a list, empty, or too long."""

    code = "rule_list_invalid"
    words = _("%(at)s must be a list of 1 to %(most)s codes.")


class RuleTextInvalid(RuleInvalid):
    """Not a text, empty, too long, or with spaces around it."""

    code = "rule_text_invalid"
    words = _("%(at)s must be a code of 1 to %(most)s characters without spaces around it.")


class RuleGoodsEmpty(RuleInvalid):
    """Goods are limited to nothing; a rule for all goods leaves the part out."""

    code = "rule_goods_empty"
    words = _("%(at)s must name SKUs, products or categories; leave it out for all goods.")
