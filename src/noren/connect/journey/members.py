"""The sample's members: real households, invented people."""

from collections.abc import Iterator
from datetime import timedelta

from noren.connect.journey.dice import roll
from noren.connect.journey.sales import Household
from noren.connect.journey.tables import table
from noren.people.rules import member_number

Row = dict[str, object]

# Far from those that people who join are given.
_FIRST_SERIAL = 900_000_000
# Coprime to the number of names: no two households of the package get the same.
_STEP = 4_817


def number_of(household_id: int) -> str:
    """The member number of a household of the package."""
    return member_number(_FIRST_SERIAL + household_id)


def member_rows(households: Iterator[Household]) -> Iterator[Row]:
    """Rows for `people.bulk`: who bought, since when, and mostly where."""
    families, givens = table("names")["family"], table("names")["given"]
    for line, household in enumerate(households, start=1):
        place = household.id * _STEP % (len(families) * len(givens))
        (family, family_kana, family_latin) = families[place // len(givens)]
        (given, given_kana, given_latin) = givens[place % len(givens)]
        yield {
            "line": line,
            "member_number": number_of(household.id),
            "family_name": family,
            "given_name": given,
            "family_kana": family_kana,
            "given_kana": given_kana,
            "email": f"{given_latin}.{family_latin}.{household.id}@example.jp",
            # Numbers that begin with 090-0 are given to nobody.
            "phone": f"0900000{household.id:04}",
            "language": "ja",
            "joined_at": household.first_bought_at - timedelta(days=roll(700, "joined", household.id)),
            "home_store": household.home_store,
        }
