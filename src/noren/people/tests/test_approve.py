"""A second person approves what a clerk may not do alone."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.people.approve import Approved, Approver, Request, approve, check_permitted
from noren.people.errors import (
    ApprovalInvalid,
    ApprovalNeeded,
    ApproverIsAsker,
    ApproverMayNot,
    NotAllowed,
    SignInFailed,
    TooManyTries,
)
from noren.people.models import Approval, Role, StaffMember
from noren.people.roles import FOUR_EYES, Deed, deeds_in, deeds_with_approval, staff_of
from noren.people.staff import TRIES_PER_CODE
from noren.people.tests.makers import JULY, PASSWORD
from noren.timeline.models import Event
from tests.factories import make_staff, make_store
from tests.refusing import refused

pytestmark = pytest.mark.django_db


class Counter:
    """A clerk who stands at a till, and a manager who is near."""

    def __init__(self) -> None:
        self.store = make_store()
        self.clerk = make_staff(store=self.store, password=PASSWORD)
        self.manager = make_staff(role=Role.MANAGER, store=self.store, password=PASSWORD)
        self.sale_uid = uuid7()

    def request(self, *, subject_uid: UUID | None = None, reason: str = "打ち間違い") -> Request:
        """What is asked for."""
        return Request(self.store.pk, subject_uid or self.sale_uid, {"reason": reason}, reason, 1_200)

    def approve(
        self,
        by: StaffMember,
        *,
        request: Request | None = None,
        password: str = PASSWORD,
        asker: StaffMember | None = None,
    ) -> Approved:
        """Somebody approves that the clerk voids the sale."""
        return approve(
            request or self.request(),
            [Deed.VOID_SALE],
            asker=staff_of(asker or self.clerk),
            by=Approver(by.code, password, "192.0.2.1"),
            at=JULY,
        )

    def check(
        self,
        approval_uid: UUID | None,
        *,
        minutes: int = 1,
        by: StaffMember | None = None,
        deeds: Sequence[Deed] = (Deed.VOID_SALE,),
    ) -> None:
        """Somebody is about to void the sale."""
        at = JULY + timedelta(minutes=minutes)
        check_permitted(staff_of(by or self.clerk), self.request(), deeds, approval_uid=approval_uid, at=at)


def test_a_clerk_voids_with_a_managers_approval_and_a_manager_alone() -> None:
    counter = Counter()
    assert Deed.VOID_SALE not in deeds_in(staff_of(counter.clerk), counter.store.pk)
    assert deeds_with_approval(staff_of(counter.clerk), counter.store.pk) == {
        Deed.VOID_SALE,
        Deed.RETURN_LATE,
        Deed.RETURN_WITHOUT_SALE,
        Deed.REFUND_LARGE,
        Deed.CASH_OUT_LARGE,
        Deed.MARK_DOWN_LARGE,
    }
    assert deeds_with_approval(staff_of(counter.manager), counter.store.pk) == FOUR_EYES

    with refused(ApprovalNeeded):
        counter.check(None)
    approved = counter.approve(counter.manager)
    counter.check(approved.uid)
    counter.check(None, by=counter.manager)

    kept = Approval.objects.get()
    assert (kept.asked_by, kept.approved_by, kept.used_at) == (
        counter.clerk,
        counter.manager,
        JULY + timedelta(minutes=1),
    )
    assert (kept.reason, kept.amount_minor, kept.content) == ("打ち間違い", 1_200, {"reason": "打ち間違い"})
    event = Event.objects.get(name="Deed Approved")
    assert (event.subject_uid, event.properties["deeds"]) == (counter.sale_uid, ["void_sale"])


def test_an_approval_is_used_once_and_in_five_minutes() -> None:
    counter = Counter()
    used, late = counter.approve(counter.manager), counter.approve(counter.manager)
    counter.check(used.uid, minutes=4)

    with refused(ApprovalInvalid):
        counter.check(used.uid, minutes=4)
    with refused(ApprovalInvalid):
        counter.check(late.uid, minutes=5)

    assert Approval.objects.get(uid=used.uid).used_at == JULY + timedelta(minutes=4)


def test_an_approval_is_of_exactly_what_was_asked_and_of_who_asked() -> None:
    counter = Counter()
    other_sale = counter.approve(counter.manager, request=counter.request(subject_uid=uuid7()))
    other_reason = counter.approve(counter.manager, request=counter.request(reason="返品"))
    other_clerk = make_staff(store=counter.store)
    of_clerk = counter.approve(counter.manager)

    for approval in (other_sale.uid, other_reason.uid, uuid7()):
        with refused(ApprovalInvalid):
            counter.check(approval)
    with refused(ApprovalInvalid):
        counter.check(of_clerk.uid, by=other_clerk)
    with refused(ApprovalInvalid):
        counter.check(of_clerk.uid, deeds=(Deed.VOID_SALE, Deed.REFUND_LARGE))


def test_nobody_approves_themselves_and_only_who_may_do_it_alone_approves() -> None:
    counter = Counter()
    colleague = make_staff(store=counter.store, password=PASSWORD)
    elsewhere = make_staff(role=Role.MANAGER, store=make_store(), password=PASSWORD)

    with pytest.raises(ApproverIsAsker):
        counter.approve(counter.clerk)
    for nobody in (colleague, elsewhere):
        with pytest.raises(ApproverMayNot):
            counter.approve(nobody)
    with pytest.raises(NotAllowed):
        counter.approve(counter.manager, asker=elsewhere)
    with pytest.raises(SignInFailed):
        counter.approve(counter.manager, password="wrong")

    assert not Approval.objects.exists()


def test_an_approvers_password_is_not_guessed() -> None:
    counter = Counter()
    for _try in range(TRIES_PER_CODE):
        with pytest.raises(SignInFailed):
            counter.approve(counter.manager, password="wrong")

    with pytest.raises(TooManyTries):
        counter.approve(counter.manager)


def test_a_shop_may_let_its_clerks_void_alone(settings: Settings) -> None:
    settings.CLERKS_NEED_APPROVAL = []
    counter = Counter()

    counter.check(None)

    assert deeds_with_approval(staff_of(counter.clerk), counter.store.pk) == frozenset()


def test_two_store_managers_approve_each_others_large_corrections_and_a_clerk_none() -> None:
    counter = Counter()
    colleague = make_staff(role=Role.MANAGER, store=counter.store, password=PASSWORD)

    def approve_correction(by: StaffMember) -> Approved:
        asked = Approver(by.code, PASSWORD, "192.0.2.1")
        return approve(
            counter.request(),
            [Deed.CORRECT_LARGE],
            asker=staff_of(counter.manager),
            by=asked,
            at=JULY,
            channel="office",
        )

    with pytest.raises(ApproverMayNot):
        approve_correction(counter.clerk)
    with pytest.raises(ApproverIsAsker):
        approve_correction(counter.manager)
    approved = approve_correction(colleague)

    counter.check(approved.uid, by=counter.manager, deeds=(Deed.CORRECT_LARGE,))
    assert Approval.objects.get().approved_by == colleague


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_an_approval_used_twice_at_once_is_good_for_one() -> None:
    counter = Counter()
    approved = counter.approve(counter.manager)

    def use() -> None:
        with transaction.atomic():
            counter.check(approved.uid)

    outcomes = race(use, use, queue_on=Approval.objects.filter(uid=approved.uid))

    assert sorted(str(type(outcome).__name__) for outcome in outcomes) == ["ApprovalInvalid", "NoneType"]
