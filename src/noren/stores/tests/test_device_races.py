"""Races of devices: a link and a register have room for one."""

from functools import partial

import pytest

from noren.kernel.racing import race
from noren.stores.devices.enroll import Enrolled, enroll_device, make_enrolment
from noren.stores.devices.errors import EnrolmentInvalid
from noren.stores.devices.models import Device
from noren.stores.models import Register
from tests.factories import NOON, make_register, make_store

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_devices_that_open_one_link_at_once_are_one_device_and_one_refusal() -> None:
    register = make_register(make_store())
    link = make_enrolment(register.pk, name="A", at=NOON)
    enroll = partial(enroll_device, link, at=NOON)

    outcomes = race(enroll, enroll, queue_on=Register.objects.filter(pk=register.pk))

    assert {type(outcome) for outcome in outcomes} == {Enrolled, EnrolmentInvalid}
    assert Device.objects.count() == 1


def test_a_link_made_while_the_last_one_is_opened_leaves_one_device_in_place() -> None:
    register = make_register(make_store())
    link = make_enrolment(register.pk, name="A", at=NOON)

    outcomes = race(
        partial(make_enrolment, register.pk, name="B", at=NOON),
        partial(enroll_device, link, at=NOON),
        queue_on=Register.objects.filter(pk=register.pk),
    )

    assert isinstance(outcomes[0], str)
    assert isinstance(outcomes[1], EnrolmentInvalid)
    enroll_device(outcomes[0], at=NOON)
    assert Device.objects.filter(replaced_at=None).count() == 1
