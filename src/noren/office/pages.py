"""The addresses of the office's own pages."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import URLPattern, path
from django.views.i18n import set_language

from noren.office.approval_limits import approval_limits
from noren.office.aside import aside
from noren.office.contact import contact
from noren.office.counts import count, count_shelf, counts, new_count
from noren.office.customer import customer
from noren.office.deeds import cancel, resend
from noren.office.deliveries import deliveries, delivery, new_delivery
from noren.office.devices import device, devices, new_till
from noren.office.imports import import_checked, import_errors, import_template, imports, one_import
from noren.office.late_sales import late_sale, late_sale_list, several_late_sales
from noren.office.level import level
from noren.office.level_deeds import level_deed
from noren.office.low_stock import low_stock
from noren.office.markdowns import markdowns
from noren.office.money import bank_transfer, give_back, money
from noren.office.no_shift import sales_in_no_shift
from noren.office.order_change import change, note
from noren.office.pickup_slips import pickup_slip_page
from noren.office.pickups import pickups
from noren.office.quick_keys import quick_keys
from noren.office.receipt import (
    receipt,
    receipt_formal,
    receipt_formal_pdf,
    receipt_mail,
    receipt_pdf,
    receipt_print,
)
from noren.office.report_page import orders, report
from noren.office.routing import routing
from noren.office.shifts import shift, shifts
from noren.office.shipping import pack, reject, shipment, shipments, slip
from noren.office.shipping import ship as send_parcel
from noren.office.shortfalls import change_shortfall, route, shortfalls
from noren.office.shortfalls_several import several_shortfalls
from noren.office.sourcing import cannot_serve, change_sourcing, sourcing
from noren.office.tender_days import money_by_tender
from noren.office.today import today
from noren.office.transfer_count import receive, send
from noren.office.transfer_draft import draft
from noren.office.transfers import cancel_one, packing_list, ready, transfer

View = Callable[..., Any]


def page_paths(guard: Callable[[View], View]) -> Sequence[URLPattern]:
    """The pages that are not lists of records, each behind the site's guard; the language may be chosen before."""
    return [
        *_routing_paths(guard),
        *_fulfilling_paths(guard),
        *_desk_paths(guard),
        path("", guard(today), name="index"),
        path("language/", set_language, name="language"),
        path("online-to-store/", guard(report), name="online_to_store"),
        path("online-to-store/orders/", guard(orders), name="online_to_store_orders"),
        path("customers/<uuid:uid>/", guard(customer), name="customer"),
        path("levels/<int:level_id>/", guard(level), name="level"),
        path("levels/<int:level_id>/deed/", guard(level_deed), name="level_deed"),
        path("shortfalls/", guard(shortfalls), name="shortfalls"),
        path("shortfalls/<uuid:uid>/", guard(change_shortfall), name="shortfall"),
        path("deliveries/", guard(deliveries), name="deliveries"),
        path("deliveries/new/", guard(new_delivery), name="new_delivery"),
        path("deliveries/<uuid:uid>/", guard(delivery), name="delivery"),
        path("stocktakes/", guard(counts), name="counts"),
        path("stocktakes/new/", guard(new_count), name="new_count"),
        path("stocktakes/<uuid:uid>/", guard(count), name="count"),
        path("stocktakes/<uuid:uid>/shelf/", guard(count_shelf), name="count_shelf"),
        path("customers/<uuid:uid>/contact/", guard(contact), name="contact"),
        path("orders/<uuid:uid>/cancel/", guard(cancel), name="cancel_order"),
        path("orders/<uuid:uid>/goods/", guard(change), name="change_order"),
        path("orders/<uuid:uid>/note/", guard(note), name="note_order"),
        path("receipts/<uuid:uid>/", guard(receipt), name="receipt"),
        path("receipts/<uuid:uid>/mail/", guard(receipt_mail), name="receipt_mail"),
        path("receipts/<uuid:uid>/print/", guard(receipt_print), name="receipt_print"),
        path("receipts/<uuid:uid>/pdf/", guard(receipt_pdf), name="receipt_pdf"),
        path("receipts/<uuid:uid>/formal/", guard(receipt_formal), name="receipt_formal"),
        path("receipts/<uuid:uid>/formal/<uuid:formal>/pdf/", guard(receipt_formal_pdf), name="receipt_formal_pdf"),
        path("orders/<uuid:uid>/transfer/", guard(bank_transfer), name="note_transfer"),
        path("money/", guard(money), name="money"),
        path("money/refunds/<uuid:uid>/", guard(give_back), name="give_back"),
        path("mails/<uuid:uid>/send-again/", guard(resend), name="resend"),
        path("transfers/new/", guard(draft), name="draft_transfer"),
        path("transfers/<uuid:uid>/", guard(transfer), name="transfer"),
        path("transfers/<uuid:uid>/change/", guard(draft), name="change_transfer"),
        path("transfers/<uuid:uid>/ready/", guard(ready), name="ready_transfer"),
        path("transfers/<uuid:uid>/send/", guard(send), name="send_transfer"),
        path("transfers/<uuid:uid>/receive/", guard(receive), name="receive_transfer"),
        path("transfers/<uuid:uid>/cancel/", guard(cancel_one), name="cancel_transfer"),
        path("transfers/<uuid:uid>/packing-list/", guard(packing_list), name="packing_list"),
        path("imports/", guard(imports), name="imports"),
        path("imports/<uuid:uid>/", guard(one_import), name="import"),
        path("imports/<uuid:uid>/import/", guard(import_checked), name="import_checked"),
        path("imports/<uuid:uid>/errors.csv", guard(import_errors), name="import_errors"),
        path("imports/template/<slug:kind>.csv", guard(import_template), name="import_template"),
    ]


def _routing_paths(guard: Callable[[View], View]) -> Sequence[URLPattern]:
    """What comes from other stores or is parked, and the rules by which stores are chosen."""
    return [
        path("routing/", guard(routing), name="routing"),
        path("sourcing/", guard(sourcing), name="sourcing"),
        path("sourcing/<uuid:uid>/", guard(change_sourcing), name="change_sourcing"),
        path("orders/<uuid:uid>/cannot-serve/", guard(cannot_serve), name="cannot_serve"),
        path("shortfalls/<uuid:uid>/route/", guard(route), name="route_shortfall"),
    ]


def _fulfilling_paths(guard: Callable[[View], View]) -> Sequence[URLPattern]:
    """The work of stores for orders: pickups to pick, and parcels to pack and send."""
    return [
        path("pickups/", guard(pickups), name="pickups"),
        path("to-ship/", guard(shipments), name="to_ship"),
        path("to-ship/<uuid:uid>/", guard(shipment), name="shipment"),
        path("to-ship/<uuid:uid>/slip/", guard(slip), name="shipment_slip"),
        path("to-ship/<uuid:uid>/pack/", guard(pack), name="pack_shipment"),
        path("to-ship/<uuid:uid>/ship/", guard(send_parcel), name="ship_shipment"),
        path("to-ship/<uuid:uid>/reject/", guard(reject), name="reject_shipment"),
    ]


def _desk_paths(guard: Callable[[View], View]) -> Sequence[URLPattern]:
    """Devices, shifts, what is low or set aside, several shortfalls, slips to print, late sales, second persons."""
    return [
        path("devices/", guard(devices), name="devices"),
        path("devices/<uuid:uid>/", guard(device), name="device"),
        path("registers/<int:register_id>/new-till/", guard(new_till), name="new_till"),
        path("shifts/", guard(shifts), name="shifts"),
        path("shifts/none/", guard(sales_in_no_shift), name="sales_in_no_shift"),
        path("money-by-tender/", guard(money_by_tender), name="money_by_tender"),
        path("shifts/<uuid:uid>/", guard(shift), name="shift"),
        path("markdowns/", guard(markdowns), name="markdowns"),
        path("quick-keys/", guard(quick_keys), name="quick_keys"),
        path("set-aside/", guard(aside), name="aside"),
        path("low-stock/", guard(low_stock), name="low_stock"),
        path("shortfalls/several/", guard(several_shortfalls), name="several_shortfalls"),
        path("late-sales/", guard(late_sale_list), name="late_sales"),
        path("late-sales/several/", guard(several_late_sales), name="several_late_sales"),
        path("late-sales/<uuid:uid>/", guard(late_sale), name="late_sale"),
        path("second-person/", guard(approval_limits), name="approval_limits"),
        path("orders/<uuid:uid>/pickup-slip/", guard(pickup_slip_page), name="pickup_slip"),
    ]
