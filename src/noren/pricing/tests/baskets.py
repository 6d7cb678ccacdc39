"""Random baskets, rules and terms for property tests: small numbers, so that ties and remainders are common."""

from hypothesis import strategies as st

from noren.kernel.money import Rounding
from noren.pricing import AmountOff, Benefit, Goods, GoodsFilter, PercentOff, Rule, Terms

_codes = st.frozensets(st.sampled_from(["A", "B", "C"]), max_size=2)

terms = st.builds(
    Terms,
    prices_include_tax=st.booleans(),
    tax_rounding=st.sampled_from(Rounding),
    discount_rounding=st.sampled_from(Rounding),
    points_per_minor=st.sampled_from([(1, 100), (5, 100), (1, 1), (0, 1)]),
)
filters = st.builds(GoodsFilter, skus=_codes, products=_codes, categories=_codes).filter(
    lambda only: bool(only.skus or only.products or only.categories)
)
rules = st.builds(
    Rule,
    benefit=st.one_of(
        st.builds(PercentOff, st.integers(1, 10_000), st.none() | st.integers(1, 2_000)),
        st.builds(AmountOff, st.integers(1, 5_000)),
    ),
    minimum_minor=st.sampled_from([0, 0, 500, 3_000]),
    goods=st.none() | filters,
    priority=st.integers(-2, 2),
    stacks=st.booleans() | st.just(True),
)
benefits = st.lists(st.builds(Benefit, st.text("abcXYZ", min_size=1, max_size=2), rules), max_size=5).map(
    lambda some: list({benefit.ref: benefit for benefit in some}.values())
)


@st.composite
def _goods(draw: st.DrawFn, ref: str) -> Goods:
    return Goods(
        ref=ref,
        sku=draw(st.sampled_from(["A", "B", "C", "D"])),
        product=draw(st.sampled_from(["A", "B", "D"])),
        categories=draw(_codes),
        quantity=draw(st.integers(1, 5) | st.integers(1, 9_999)),
        unit_price_minor=draw(st.integers(0, 300) | st.integers(0, 99_999_999)),
        tax_rate_bp=draw(st.sampled_from([1_000, 800, 0])),
        earns_points=draw(st.booleans()),
    )


baskets = st.integers(0, 7).flatmap(lambda count: st.tuples(*[_goods(f"line {place}") for place in range(count)]))
