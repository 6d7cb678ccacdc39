"""Saving campaigns: the only code that writes one for people in the office."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from noren.campaigns.errors import CampaignInvalid
from noren.campaigns.events import CampaignSaved
from noren.campaigns.models import Campaign
from noren.kernel.text import storable
from noren.timeline.record import Told, record

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")


@dataclass(frozen=True, slots=True)
class CampaignDefinition:
    """What a campaign is to be; the code names it and stays. `ends_at` is exclusive; both instants are aware."""

    code: str
    name: str
    starts_at: datetime
    ends_at: datetime


def save_campaign(definition: CampaignDefinition, *, at: datetime, channel: str = "office") -> UUID:
    """Plan a campaign, or change the one that has this code; safe to repeat. Returns the campaign's uid.

    Raises:
        CampaignInvalid: a field cannot stand; `field` names it.

    Records "Campaign Saved".
    """
    name = definition.name.strip()
    if not _CODE.fullmatch(definition.code):
        raise CampaignInvalid(field="code", reason=_("the code is missing or has spaces."))
    if not name or len(name) > 120 or storable(name) != name:
        raise CampaignInvalid(field="name", reason=_("the name is missing or too long."))
    if definition.ends_at <= definition.starts_at:
        raise CampaignInvalid(field="ends_at", reason=_("it ends before it starts."))
    dates = {"starts_at": definition.starts_at, "ends_at": definition.ends_at}
    with transaction.atomic(savepoint=False):
        campaign, _made = Campaign.objects.update_or_create(code=definition.code, defaults={"name": name, **dates})
        event = CampaignSaved(definition.code, name, definition.starts_at, definition.ends_at)
        record(event, told=Told(at, channel, subject_uid=campaign.uid))
    return campaign.uid
