"""What is told about campaigns. The subject is the campaign."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CampaignSaved:
    """A campaign was planned or changed."""

    event_name: ClassVar[str] = "Campaign Saved"
    code: str
    name: str
    starts_at: datetime
    ends_at: datetime
