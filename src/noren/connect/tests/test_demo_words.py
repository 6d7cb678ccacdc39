"""The demo's words: its sign-ins in the reader's language."""

import re

import pytest
from django.utils import translation

from noren.connect.demo.sign_ins import SignIn, sign_ins_of
from tests.factories import make_member, make_store

pytestmark = pytest.mark.django_db


def _sign_ins(language: str) -> list[SignIn]:
    home, member, claimant = make_store(name="一番町店"), make_member(), make_member(name="鈴木")
    with translation.override(language):
        return sign_ins_of(home, member, claimant)


def test_the_notes_beside_the_sign_ins_are_in_the_readers_language() -> None:
    notes = [each.note for each in _sign_ins("ja")[2:]]

    assert notes == [
        "一番町店・レジ1",
        "一番町店・店長",
        "本部・全店",
        "一番町店・店長",
        "マーケティング",
    ]
    assert [each.note for each in _sign_ins("en")[4:]] == [
        "head office・All stores",
        "一番町店・store manager",
        "marketer",
    ]


def test_who_claims_a_card_is_told_in_japanese_where_the_code_comes() -> None:
    claim = _sign_ins("ja")[1]

    assert claim.password == "メールのコード"
    assert re.fullmatch(r"会員番号 M\d+・送信箱 /outbox/", claim.note)
