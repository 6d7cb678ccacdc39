"""The demo's live coupons: by code and for members, percent and amount, with and without limits."""

from datetime import datetime, timedelta

from noren.campaigns.models import Campaign
from noren.connect.demo.cast import regulars, stable_uid
from noren.coupons.create import CouponDefinition, create_coupon
from noren.coupons.grant import grant_coupon
from noren.coupons.models import Coupon, CouponKind

WEB, TILL, MEMBERS, FIRST = "NET10", "TENPO100", "OKAERI500", "HAYAI20"
CAMPAIGN = "demo-autumn"
_RUNS = timedelta(days=60)
_SINCE = timedelta(days=70)


def add_coupons(*, at: datetime) -> None:
    """Make the coupons and give the members' one to 300 regulars. Safe to repeat."""
    campaign, _is_new = Campaign.objects.get_or_create(
        code=CAMPAIGN, defaults={"name": "秋の来店キャンペーン", "starts_at": at - _SINCE, "ends_at": at + _RUNS}
    )
    for definition in _definitions(campaign.pk, at):
        if not Coupon.objects.filter(code=definition.code).exists():
            create_coupon(definition)
    for customer_id in regulars(limit=300):
        grant_coupon(
            code=MEMBERS,
            customer_id=customer_id,
            channel="web",
            cause_kind="campaign",
            cause_uid=stable_uid("campaign", CAMPAIGN),
            at=at,
        )


def _definitions(campaign_id: int, at: datetime) -> list[CouponDefinition]:
    since, until = at - _SINCE, at + _RUNS
    return [
        CouponDefinition(
            code=WEB,
            name="ネット予約 10% OFF",
            rule=_percent(1_000, minimum_minor=500),
            valid_from=since,
            valid_until=until,
            campaign_id=campaign_id,
            channels=["web", "api"],
            is_public=True,
        ),
        CouponDefinition(
            code=TILL,
            name="店頭で使える100円引き",
            rule=_amount(100, minimum_minor=1_000),
            valid_from=since,
            valid_until=until,
            campaign_id=campaign_id,
            channels=["till"],
        ),
        CouponDefinition(
            code=MEMBERS,
            name="会員さま 500円引き",
            rule=_amount(500, minimum_minor=2_000),
            valid_from=since,
            valid_until=until,
            kind=CouponKind.MEMBER,
            campaign_id=campaign_id,
            customer_limit=1,
        ),
        CouponDefinition(
            code=FIRST,
            name="先着50名さま 20% OFF",
            rule=_percent(2_000, minimum_minor=1_500),
            valid_from=since,
            valid_until=until,
            redemption_limit=50,
            is_public=True,
        ),
    ]


def _percent(percent_bp: int, *, minimum_minor: int) -> dict[str, object]:
    benefit = {"kind": "percent", "percent_bp": percent_bp}
    return {"v": 1, "benefit": benefit, "minimum_minor": minimum_minor, "stacks": False}


def _amount(amount_minor: int, *, minimum_minor: int) -> dict[str, object]:
    benefit = {"kind": "amount", "amount_minor": amount_minor}
    return {"v": 1, "benefit": benefit, "minimum_minor": minimum_minor, "stacks": True}
