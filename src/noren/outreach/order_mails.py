"""What the mails of an order say. Each is written from the order as it stands when the mail is queued."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext as _

from noren.kernel.moments import say_hours
from noren.orders.queries import OrderView
from noren.outreach.account_mails import dear
from noren.outreach.letters import Letter, Paragraph, Part
from noren.outreach.order_facts import OrderFacts
from noren.outreach.order_parts import (
    facts_of,
    goods,
    kept_until,
    money,
    order_link,
    order_number,
    pickup_code,
    promised,
    said_number,
    store_rows,
)


@dataclass(frozen=True, slots=True)
class OrderMail:
    """The base: an order and the frame of its letters."""

    template: ClassVar[str]
    facts: OrderFacts

    def letter(self) -> Letter:
        """The letter in the active language."""
        raise NotImplementedError

    def frame(self, *, subject: str, preview: str, title: str, parts: tuple[Part, ...]) -> Letter:
        """A letter to the buyer, with shop and number in its subject."""
        names = {"shop": settings.SHOP_NAME, "number": said_number(self.facts.order), "subject": subject}
        return Letter(
            subject=_("[%(shop)s] %(subject)s") % names,
            preview=preview,
            title=title,
            greeting=dear(self.facts.order.contact_name),
            parts=parts,
            footer=_("You get this mail because of your order %(number)s at %(shop)s.") % names,
        )

    @property
    def is_delivered(self) -> bool:
        """Whether it goes to a home: its buyer has chosen no store."""
        return self.facts.order.fulfillment == "delivery"

    def store_and_number(self) -> dict[str, str]:
        """What sentences name."""
        return {"store": self.facts.order.store.name, "number": said_number(self.facts.order)}


class OrderPlacedMail(OrderMail):
    """The order has arrived. People come too early unless they are told to wait (saleor#3530)."""

    template: ClassVar[str] = "order_placed"

    def letter(self) -> Letter:
        """Not ready yet; when it will be, where, what, and that it can be cancelled."""
        order = self.facts.order
        return self.frame(
            subject=_("Order %(number)s received, not ready yet") % self.store_and_number(),
            preview=_("Please wait for our mail that says it is ready."),
            title=_("We have received your order"),
            parts=(
                Paragraph(
                    _(
                        "Your goods are not ready yet. Please wait for our mail that says they are before you come to "
                        "the store. Then show your pickup code, which is in that mail and on the order's page."
                    ),
                    is_important=True,
                ),
                *_brought(self.facts),
                facts_of(order_number(order), *promised(order), *kept_until(self.facts), *store_rows(self.facts)),
                goods(order),
                Paragraph(_how_paid(order)),
                order_link(self.facts),
            ),
        )


def _brought(facts: OrderFacts) -> Iterator[Paragraph]:
    """That the buyer has some of it brought from other stores."""
    if coming := [row for row in facts.awaited if row.is_coming]:
        rows = [f"{row.name} × {row.open}" for row in coming]
        said = {"store": facts.order.store.name, "goods": ", ".join(rows)}
        yield Paragraph(_("Other stores send this to %(store)s for you: %(goods)s.") % said)


def _how_paid(order: OrderView) -> str:
    if order.due_minor:
        return _("You pay at the store when you collect the goods. Until then you can cancel free of charge.")
    return _(
        "Your payment has arrived, thank you. Until you collect the goods you can cancel, and the money goes back."
    )


class OrderReadyMail(OrderMail):
    """The goods wait at the counter."""

    template: ClassVar[str] = "order_ready"

    def letter(self) -> Letter:
        """The code to show, until when, where, and what is to be paid."""
        order = self.facts.order
        return self.frame(
            subject=_("Order %(number)s is ready at %(store)s") % self.store_and_number(),
            preview=_("Show the pickup code at the counter."),
            title=_("Your order is ready"),
            parts=(
                Paragraph(_("Please show this code at the counter.")),
                pickup_code(order),
                facts_of(*kept_until(self.facts), *store_rows(self.facts), order_number(order)),
                goods(order),
                order_link(self.facts),
            ),
        )


class OrderLastDayMail(OrderMail):
    """Today is the last day."""

    template: ClassVar[str] = "order_last_day"

    def letter(self) -> Letter:
        """That it is the last day, until what time, and the code again."""
        order, hours = self.facts.order, self.facts.hours_of_last_day()
        today = _("Today is the last day to collect your order. After closing time it is cancelled, free of charge.")
        if hours:
            today += " " + _("The store is open %(hours)s.") % {"hours": say_hours(*hours)}
        return self.frame(
            subject=_("Last day to collect order %(number)s") % self.store_and_number(),
            preview=today,
            title=_("Please collect your order today"),
            parts=(
                Paragraph(today, is_important=True),
                pickup_code(order),
                facts_of(*kept_until(self.facts), *store_rows(self.facts), order_number(order)),
                goods(order),
                order_link(self.facts),
            ),
        )


class OrderShortMail(OrderMail):
    """The store found less than was ordered."""

    template: ClassVar[str] = "order_short"

    def letter(self) -> Letter:
        """Which lines changed, the new total, and that the rest is being prepared."""
        order = self.facts.order
        return self.frame(
            subject=_("Order %(number)s has changed") % self.store_and_number(),
            preview=_("Not everything is there. New total: %(total)s") % {"total": money(order.total_minor)},
            title=_("Not everything is there"),
            parts=(
                Paragraph(
                    _(
                        "We are sorry: %(store)s does not have everything that you ordered. What changed is marked "
                        "below. The rest is being prepared; please wait for our mail that says it is ready."
                    )
                    % self.store_and_number()
                ),
                goods(order),
                Paragraph(_("If you no longer want the order, you can cancel it free of charge on its page.")),
                facts_of(order_number(order), *promised(order), *kept_until(self.facts), *store_rows(self.facts)),
                order_link(self.facts),
            ),
        )


class OrderComingMail(OrderMail):
    """Some of the goods come from another store."""

    template: ClassVar[str] = "order_coming"

    def letter(self) -> Letter:
        """What comes from where, the new day, and that it may be cancelled."""
        order = self.facts.order
        waits = [row for row in self.facts.awaited if row.is_coming]
        return self.frame(
            subject=_("Order %(number)s will be ready later") % self.store_and_number(),
            preview=_("Some goods come from another store. Please wait for our mail that says it is ready."),
            title=_("Your order will be ready later"),
            parts=(
                Paragraph(
                    _(
                        "We are sorry: %(store)s does not have everything that you ordered. We have what is missing "
                        "sent from another store. Please wait for our mail that says your order is ready."
                    )
                    % self.store_and_number(),
                    is_important=True,
                ),
                facts_of(
                    order_number(order),
                    *promised(order),
                    *((f"{row.name} × {row.open}", _("from %(store)s") % {"store": row.from_store}) for row in waits),
                    *kept_until(self.facts),
                    *store_rows(self.facts),
                ),
                goods(order),
                Paragraph(_("If that is too late for you, you can cancel the order free of charge on its page.")),
                order_link(self.facts),
            ),
        )
