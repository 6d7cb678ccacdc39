"""Saving campaigns: planned once per code, changed under it."""

from datetime import timedelta

import pytest

from noren.campaigns.errors import CampaignInvalid
from noren.campaigns.models import Campaign
from noren.campaigns.save import CampaignDefinition, save_campaign
from noren.timeline.models import Event
from tests.factories import NOON
from tests.refusing import refused

pytestmark = pytest.mark.django_db


def definition(*, code: str = "summer", name: str = "夏のコーヒー", days: int = 14) -> CampaignDefinition:
    return CampaignDefinition(code=code, name=name, starts_at=NOON, ends_at=NOON + timedelta(days=days))


def test_a_campaign_is_planned_and_changed_under_its_code() -> None:
    uid = save_campaign(definition(), at=NOON)

    again = save_campaign(definition(name="夏の珈琲", days=7), at=NOON)

    campaign = Campaign.objects.get()
    assert uid == again == campaign.uid
    assert (campaign.name, campaign.ends_at) == ("夏の珈琲", NOON + timedelta(days=7))
    assert [event.name for event in Event.objects.all()] == ["Campaign Saved"] * 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"code": "a b"}, "code"), ({"code": ""}, "code"), ({"name": "  "}, "name"), ({"days": 0}, "ends_at")],
)
def test_what_cannot_stand_is_refused_at_its_field(changes: dict[str, object], field: str) -> None:
    with refused(CampaignInvalid) as info:
        save_campaign(definition(**changes), at=NOON)  # type: ignore[arg-type]

    assert info.value.field == field
    assert not Campaign.objects.exists()
    assert not Event.objects.exists()
