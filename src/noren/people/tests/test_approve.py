"""A second person approves what a clerk may not do alone."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.people.approve import Approved, approve, check_may_or_approved
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
from noren.people.roles import Deed, deeds_in, deeds_with_approval, staff_of
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

    def approve(
        self,
        by: StaffMember,
        *,
        subject_uid: UUID | None = None,
        password: str = PASSWORD,
        asker: StaffMember | None = None,
    ) -> Approved:
        """Somebody approves that the clerk voids the sale."""
        return approve(
            Deed.VOID_SALE,
            subject_uid or self.sale_uid,
            asker=staff_of(asker or self.clerk),
            store_id=self.store.pk,
            staff_code=by.code,
            password=password,
            address="192.0.2.1",
            at=JULY,
        )

    def check(self, approval_uid: UUID | None, *, minutes: int = 1, by: StaffMember | None = None) -> None:
        """Somebody is about to void the sale."""
        check_may_or_approved(
            staff_of(by or self.clerk),
            Deed.VOID_SALE,
            store_id=self.store.pk,
            subject_uid=self.sale_uid,
            approval_uid=approval_uid,
            at=JULY + timedelta(minutes=minutes),
        )


def test_a_clerk_voids_with_a_managers_approval_and_a_manager_alone() -> None:
    counter = Counter()
    assert Deed.VOID_SALE not in deeds_in(staff_of(counter.clerk), counter.store.pk)
    assert deeds_with_approval(staff_of(counter.clerk), counter.store.pk) == {Deed.VOID_SALE}
    assert deeds_with_approval(staff_of(counter.manager), counter.store.pk) == frozenset()

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
    event = Event.objects.get(name="Deed Approved")
    assert (event.subject_uid, event.properties["deed"]) == (counter.sale_uid, "void_sale")


def test_a_used_approval_is_good_for_a_repeat_and_an_unused_one_for_five_minutes() -> None:
    counter = Counter()
    used, late = counter.approve(counter.manager), counter.approve(counter.manager)
    counter.check(used.uid, minutes=4)

    counter.check(used.uid, minutes=9)
    with refused(ApprovalInvalid):
        counter.check(late.uid, minutes=5)

    assert Approval.objects.get(uid=used.uid).used_at == JULY + timedelta(minutes=4)


def test_an_approval_is_of_one_sale_and_of_who_asked() -> None:
    counter = Counter()
    other_sale = counter.approve(counter.manager, subject_uid=uuid7())
    other_clerk = make_staff(store=counter.store)
    of_clerk = counter.approve(counter.manager)

    with refused(ApprovalInvalid):
        counter.check(other_sale.uid)
    with refused(ApprovalInvalid):
        counter.check(of_clerk.uid, by=other_clerk)
    with refused(ApprovalInvalid):
        counter.check(uuid7())


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
