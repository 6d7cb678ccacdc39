"""The plan of a chaos run: drawn from its seed alone, with enough of every fault."""

from tests.chaos.plan import OF_TILLS, SHOP_LINE, TILLS, Fault, draw_plan, numbered


def test_a_seed_gives_the_same_plan_again_and_another_seed_another_one() -> None:
    plan = draw_plan(7)

    assert draw_plan(7) == plan
    assert draw_plan(8).faults != plan.faults
    assert draw_plan(8).sales != plan.sales


def test_three_minutes_have_a_hundred_faults_and_every_kind_of_them() -> None:
    planned = numbered(draw_plan(7).faults)

    assert sum(planned.values()) >= 120
    assert min(planned.values()) >= 1


def test_a_short_run_still_has_every_kind() -> None:
    assert min(numbered(draw_plan(7, seconds=5).faults).values()) >= 1


def test_every_fault_begins_before_the_end_and_meets_somebody_there_is() -> None:
    plan = draw_plan(7)

    assert all(0 <= fault.at_s < plan.seconds for fault in plan.faults)
    assert all(1 <= fault.line <= TILLS for fault in plan.faults if fault.fault in OF_TILLS)
    assert all(fault.line == SHOP_LINE for fault in plan.faults if fault.fault == Fault.POSTMASTER_KILLED)
