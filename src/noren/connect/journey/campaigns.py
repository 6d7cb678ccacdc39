"""The sample's campaigns: real dates and audiences, invented names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from noren.connect.journey.calendar import Calendar
from noren.connect.journey.members import number_of
from noren.connect.journey.package import read_table

Row = dict[str, object]

_TYPES = {"Type A": "大感謝クーポン便", "Type B": "暮らし応援クーポン", "Type C": "お得意さま特典"}


@dataclass(frozen=True, slots=True)
class SampleCampaign:
    """A campaign of the package. Those of type A gave each household a choice of their coupons, the others all."""

    id: int
    type: str
    first_day: date
    last_day: date

    @property
    def code(self) -> str:
        """Its code here."""
        return f"CJ{self.id:02}"

    @property
    def gave_all_coupons(self) -> bool:
        """Whether everybody addressed got every coupon."""
        return self.type != "Type A"


def read_campaigns(folder: Path) -> dict[int, SampleCampaign]:
    """All campaigns by their number."""
    return {
        row["campaign_id"]: SampleCampaign(
            row["campaign_id"], row["campaign_type"], row["start_date"].date(), row["end_date"].date()
        )
        for row in read_table(folder, "campaign_descriptions").to_pylist()
    }


def read_audience(folder: Path) -> list[tuple[int, int]]:
    """Campaign and household."""
    rows = read_table(folder, "campaigns")
    return list(zip(rows["campaign_id"].to_pylist(), rows["household_id"].to_pylist(), strict=True))


def campaign_rows(campaigns: dict[int, SampleCampaign], calendar: Calendar) -> Iterator[Row]:
    """Rows for `campaigns.bulk.publish_campaigns`, numbered in order of time."""
    by_time = sorted(campaigns.values(), key=lambda each: (each.first_day, each.id))
    for number, campaign in enumerate(by_time, start=1):
        yield {
            "line": number,
            "code": campaign.code,
            "name": f"第{number}回 {_TYPES[campaign.type]}",
            "starts_at": calendar.midnight(campaign.first_day),
            "ends_at": calendar.midnight(campaign.last_day + timedelta(days=1)),
        }


def audience_rows(campaigns: dict[int, SampleCampaign], audience: list[tuple[int, int]]) -> Iterator[Row]:
    """Rows for `campaigns.bulk.publish_audience`."""
    for campaign_id, household_id in audience:
        yield {"campaign": campaigns[campaign_id].code, "member": number_of(household_id)}
