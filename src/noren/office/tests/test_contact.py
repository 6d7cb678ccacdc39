"""The page on which staff change a member's contact data."""

import pytest

from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import signed_in, working
from noren.people.guests import find_or_make_guest
from noren.people.join import NewMember, join_member
from noren.people.link_account import link_account
from noren.people.models import Account, Role, StaffMember
from noren.people.queries import CustomerView, find_member, get_customer, get_customer_by_id
from noren.timeline.models import Event
from tests.factories import NOON, make_staff, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> CustomerView:
    """A member who joined at a till."""
    return _join("hanako@example.jp", phone="090-1234-5678")


def _join(email: str, *, phone: str = "") -> CustomerView:
    new = NewMember(uid=uuid7(), family_name="山田", given_name="花子", email=email, phone=phone)
    return join_member(new, channel="till", at=NOON)


def _page(member: CustomerView) -> str:
    return f"/office/customers/{member.uid}/contact/"


def _form(member: CustomerView, **typed: str) -> dict[str, str]:
    """What a browser sends: every field, and what stood in it when the page was opened."""
    names = ("family_name", "given_name", "family_kana", "given_kana", "email", "phone")
    shown = {name: getattr(member, name) for name in names}
    return {**shown, **{f"initial-{name}": value for name, value in shown.items()}, **typed}


def test_a_store_manager_changes_the_email_of_a_member_and_the_timeline_tells_it(member: CustomerView) -> None:
    client = working(Role.MANAGER, make_store())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ja"

    answer = client.post(_page(member), _form(member, email="ｈａｎａ@example.jp", family_kana="やまだ"), follow=True)

    assert answer.redirect_chain == [(f"/office/customers/{member.uid}/", 302)]
    shown = answer.content.decode()
    for words in ("連絡先を保存しました。", "hana@example.jp", "スタッフが連絡先を変更", "メールアドレス, セイ"):
        assert words in shown
    assert find_member("hana@example.jp") == get_customer(member.uid)
    said = Event.objects.get(name="Member Changed").properties
    assert said["staff_uid"] == str(StaffMember.objects.get().uid)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MARKETER])
def test_others_neither_see_the_button_nor_open_the_page(member: CustomerView, role: Role) -> None:
    client = working(role)

    assert client.get(_page(member)).status_code == 403
    assert client.post(_page(member), _form(member, email="x@example.jp")).status_code == 403
    assert get_customer(member.uid) == member
    for page in (f"/office/customers/{member.uid}/", f"/office/people/customer/{member.uid}/change/"):
        assert _page(member) not in client.get(page).content.decode()
        assert _page(member) in working(Role.HEAD_OFFICE).get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "taro@example.jp"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"email": "", "phone": ""}, "email"),
        ({"family_name": "　"}, "family_name"),
        ({"given_name": "㍿" * 16}, "given_name"),
    ],
)
def test_what_is_refused_is_said_at_its_field_with_nothing_lost(
    member: CustomerView, typed: dict[str, str], field: str
) -> None:
    _join("taro@example.jp")
    head = working(Role.HEAD_OFFICE)

    answer = head.post(_page(member), _form(member, given_kana="ハナ") | typed)

    assert answer.context["form"].errors.keys() == {field}
    assert "ハナ" in answer.content.decode()
    assert get_customer(member.uid) == member


def test_what_somebody_else_changed_meanwhile_stays(member: CustomerView) -> None:
    opened = _form(member)
    head = working(Role.HEAD_OFFICE)
    head.post(_page(member), _form(member, phone="080-1111-2222"))

    head.post(_page(member), opened | {"email": "hana@example.jp"})

    now = get_customer(member.uid)
    assert (now.email, now.phone) == ("hana@example.jp", "08011112222")
    assert 'name="initial-phone"' in head.get(_page(member)).content.decode()


def test_the_page_says_with_what_the_member_signs_in(member: CustomerView) -> None:
    client = signed_in(make_staff(role=Role.HEAD_OFFICE).account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    before = client.get(_page(member)).content.decode()
    account = Account.objects.create_user("proved@example.jp", "long enough to sign in")
    link_account(account_id=account.pk, customer_id=member.id)

    after = client.get(_page(member)).content.decode()

    assert "signs in online" not in before
    assert "signs in online with proved@example.jp." in after


def test_a_guest_has_no_such_page() -> None:
    guest = find_or_make_guest(name="花子", email="a@example.jp", phone="", language="ja", channel="web", at=NOON)
    head, view = working(Role.HEAD_OFFICE), get_customer_by_id(guest)

    assert head.get(_page(view)).status_code == 404
    assert head.get(f"/office/customers/{view.uid}/").status_code == 200
    assert _page(view) not in head.get(f"/office/customers/{view.uid}/").content.decode()
