"""Distances and the wards and cities of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noren.stores.areas import area_of, distance_m

DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_tokyo_station_is_six_kilometres_from_shibuya() -> None:
    assert distance_m(35.6580, 139.7016, 35.6812, 139.7671) == 6455


def test_the_other_side_of_the_date_line_is_near() -> None:
    assert distance_m(0.0, 179.999, 0.0, -179.999) == 222


@given(DEGREES, DEGREES)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_globe(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert distance_m(*one, *other) == distance_m(*other, *one)
    assert 0 <= distance_m(*one, *other) <= 20_015_116
    assert distance_m(*one, *one) == 0


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("東京都渋谷区神南1-2-3", "渋谷区"),
        ("〒150-0041 東京都渋谷区神南1-2-3", "渋谷区"),
        ("神奈川県横浜市西区みなとみらい2", "横浜市西区"),
        ("横浜市西区みなとみらい2", "横浜市西区"),
        ("京都府京都市中京区河原町1", "京都市中京区"),
        ("北海道札幌市中央区北1条", "札幌市中央区"),
        ("東京都町田市原町田6-1", "町田市"),
        ("東京都武蔵村山市本町1", "武蔵村山市"),
        ("千葉県市川市八幡1-1", "市川市"),
        ("三重県四日市市諏訪町1", "四日市市"),
        ("和歌山県和歌山市七番丁", "和歌山市"),
        ("福岡県福岡市博多区博多駅1", "福岡市博多区"),
        ("長野県北佐久郡軽井沢町大字1", "北佐久郡軽井沢町"),
        ("1-2 Jinnan, Shibuya-ku, Tokyo", "Shibuya-ku"),
        ("12 Main Street, Springfield, Ohio", "Springfield"),
        ("渋谷", ""),
        ("", ""),
    ],
)
def test_the_ward_or_city_of_an_address(address: str, area: str) -> None:
    assert area_of(address) == area
