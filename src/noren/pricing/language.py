"""The language of rules: the only code that reads a rule from JSON and writes it back.

Version 1, closed: integers only, unknown parts refused, so that both interpreters (this and the till's)
mean the same. `v` and `benefit` must be there; what else is left out has the value shown:

    {"v": 1,
     "benefit": {"kind": "percent", "percent_bp": 2000, "up_to_minor": null}   or
                {"kind": "amount", "amount_minor": 500},
     "minimum_minor": 0,
     "goods": {"skus": [...], "products": [...], "categories": [...]},   one at least; absent: all goods
     "priority": 0,
     "stacks": false}
"""

from collections.abc import Mapping
from typing import NoReturn

from noren.pricing.errors import (
    RuleChoiceInvalid,
    RuleGoodsEmpty,
    RuleInvalid,
    RuleKeyMissing,
    RuleKeyUnknown,
    RuleListInvalid,
    RuleNumberInvalid,
    RuleObjectInvalid,
    RuleTextInvalid,
)
from noren.pricing.rules import WHOLE_BP, AmountOff, GoodsFilter, PercentOff, Rule

VERSION = 1
MAX_AMOUNT_MINOR = 999_999_999_999
MAX_PRIORITY = 1_000
MAX_CODES = 5_000
MAX_CODE_LENGTH = 100
_PARTS = frozenset({"v", "benefit", "minimum_minor", "goods", "priority", "stacks"})
_GOODS = ("skus", "products", "categories")


def parse_rule(data: Mapping[str, object]) -> Rule:
    """The rule that this JSON object says.

    Raises:
        RuleInvalid: one of its subclasses, by cause; `field` is the path of the part, such as
            `benefit.percent_bp` or `goods.skus.2`, or `rule` for the whole.
    """
    rule = _Section(data, "", _PARTS)
    version = rule.value("v")
    if type(version) is not int or version != VERSION:
        _refuse(RuleChoiceInvalid, "v", choices=str(VERSION))
    return Rule(
        benefit=_parse_benefit(rule.value("benefit")),
        minimum_minor=rule.whole("minimum_minor", 0, MAX_AMOUNT_MINOR, absent=0),
        goods=_parse_goods(rule.value("goods")) if rule.has("goods") else None,
        priority=rule.whole("priority", -MAX_PRIORITY, MAX_PRIORITY, absent=0),
        stacks=rule.flag("stacks", absent=False),
    )


def rule_json(rule: Rule) -> dict[str, object]:
    """The rule as JSON in canonical form: every part written, codes sorted, `goods` only where it limits.

    `parse_rule(rule_json(rule)) == rule`, and equal rules give equal JSON.
    """
    data: dict[str, object] = {
        "v": VERSION,
        "benefit": _benefit_json(rule.benefit),
        "minimum_minor": rule.minimum_minor,
        "priority": rule.priority,
        "stacks": rule.stacks,
    }
    if rule.goods is not None:
        lists = {name: sorted(getattr(rule.goods, name)) for name in _GOODS}
        data["goods"] = {name: codes for name, codes in lists.items() if codes}
    return data


def _parse_benefit(data: object) -> PercentOff | AmountOff:
    kind = _Section(data, "benefit").value("kind")
    if kind not in ("percent", "amount"):
        _refuse(RuleChoiceInvalid, "benefit.kind", choices="percent, amount")
    if kind == "percent":
        percent = _Section(data, "benefit", frozenset({"kind", "percent_bp", "up_to_minor"}))
        capped = percent.has("up_to_minor") and percent.value("up_to_minor") is not None
        return PercentOff(
            percent_bp=percent.whole("percent_bp", 1, WHOLE_BP),
            up_to_minor=percent.whole("up_to_minor", 1, MAX_AMOUNT_MINOR) if capped else None,
        )
    amount = _Section(data, "benefit", frozenset({"kind", "amount_minor"}))
    return AmountOff(amount_minor=amount.whole("amount_minor", 1, MAX_AMOUNT_MINOR))


def _benefit_json(benefit: PercentOff | AmountOff) -> dict[str, object]:
    if isinstance(benefit, PercentOff):
        return {"kind": "percent", "percent_bp": benefit.percent_bp, "up_to_minor": benefit.up_to_minor}
    return {"kind": "amount", "amount_minor": benefit.amount_minor}


def _parse_goods(data: object) -> GoodsFilter:
    goods = _Section(data, "goods", frozenset(_GOODS))
    if not any(goods.has(name) for name in _GOODS):
        _refuse(RuleGoodsEmpty, "goods")
    skus, products, categories = (goods.codes(name) for name in _GOODS)
    return GoodsFilter(skus=skus, products=products, categories=categories)


def _refuse(cause: type[RuleInvalid], path: str, **details: str | int) -> NoReturn:
    raise cause(field=path, at=path, **details)


class _Section:
    """One JSON object of a rule and its path; reads its parts and refuses what does not belong."""

    def __init__(self, data: object, path: str, known: frozenset[str] | None = None) -> None:
        if not isinstance(data, Mapping):
            _refuse(RuleObjectInvalid, path or "rule")
        self._data: Mapping[str, object] = data
        self._prefix = f"{path}." if path else ""
        # The first by code point: JavaScript keeps keys in an order of its own.
        if unknown := [str(key) for key in data if known is not None and key not in known]:
            _refuse(RuleKeyUnknown, f"{self._prefix}{min(unknown)}")

    def has(self, key: str) -> bool:
        return key in self._data

    def value(self, key: str) -> object:
        if key not in self._data:
            _refuse(RuleKeyMissing, self._prefix + key)
        return self._data[key]

    def whole(self, key: str, low: int, high: int, *, absent: int | None = None) -> int:
        if absent is not None and key not in self._data:
            return absent
        number = self.value(key)
        # isinstance() would let true through as 1.
        if type(number) is not int or not low <= number <= high:
            _refuse(RuleNumberInvalid, self._prefix + key, low=low, high=high)
        return number

    def flag(self, key: str, *, absent: bool) -> bool:
        value = self._data.get(key, absent)
        if not isinstance(value, bool):
            _refuse(RuleChoiceInvalid, self._prefix + key, choices="true, false")
        return value

    def codes(self, key: str) -> frozenset[str]:
        if key not in self._data:
            return frozenset()
        path, codes = self._prefix + key, self._data[key]
        if not isinstance(codes, list | tuple) or not 1 <= len(codes) <= MAX_CODES:
            _refuse(RuleListInvalid, path, most=MAX_CODES)
        for place, code in enumerate(codes):
            if not isinstance(code, str) or code != code.strip() or not 1 <= len(code) <= MAX_CODE_LENGTH:
                _refuse(RuleTextInvalid, f"{path}.{place}", most=MAX_CODE_LENGTH)
        return frozenset(codes)
