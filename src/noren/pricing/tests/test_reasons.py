"""Words for a shopper, one sentence per reason, in both languages."""

import pytest
from django.utils import translation

from noren.pricing import Reason, Skipped, explain


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.BELOW_MINIMUM])
def test_each_reason_has_words_of_its_own(reason: Reason) -> None:
    with translation.override("en"):
        words = explain(Skipped("A", reason))
        others = {explain(Skipped("A", other)) for other in Reason if other not in {reason, Reason.BELOW_MINIMUM}}

    assert words.endswith(".")
    assert words not in others


def test_the_missing_amount_is_named() -> None:
    skipped = Skipped("A", Reason.BELOW_MINIMUM, (("minimum_minor", 3_000), ("missing_minor", 1_120)))

    with translation.override("en"):
        assert explain(skipped) == "Add ¥1,120 more of this coupon's goods: it can be used from ¥3,000."
        assert explain(skipped, currency="USD") == "Add $11.20 more of this coupon's goods: it can be used from $30.00."
