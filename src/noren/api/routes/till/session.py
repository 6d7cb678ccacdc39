"""Signing in at a till and out again."""

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, till_of
from noren.api.documenting import reads, writes
from noren.api.schemas.sign_in import RegisterOut, SignInIn, TillStoreList, TillStoreOut
from noren.api.schemas.tenders import TenderKindOut
from noren.api.schemas.till import SessionOut, SessionStoreOut, SignedInOut, StaffOut, TermsOut
from noren.api.schemas.till_staff import KnownStaffList, KnownStaffOut, PinIn, SwitchIn
from noren.orders.errors import RegisterNotFound
from noren.orders.receipts import issued_by
from noren.payments.tenders.kinds import offered_kinds
from noren.people.errors import NotAllowed, PinWeak, PinWrong, SignInFailed, TooManyTries
from noren.people.pins import set_own_pin, staff_known_at, switch_till
from noren.people.roles import deeds_in, deeds_with_approval
from noren.people.staff import sign_in_till
from noren.people.tokens import Scope, Token, find_token, revoke_token
from noren.stores.devices.errors import DeviceElsewhere, DeviceLocked, DeviceNeeded, DeviceNotFound, DeviceReplaced
from noren.stores.devices.signing_in import check_free, check_register, device_to_sign_in_at
from noren.stores.loading import load_store
from noren.stores.registers import all_registers, find_register

router = Router(tags=["Till: session"])


@router.get("/stores", **reads(TillStoreList, None), summary="Stores and registers to sign in at")
def list_till_stores(request: HttpRequest) -> TillStoreList:
    """Stores in business that have a register, with their registers. Open to all: nobody is signed in yet."""
    stores = [
        TillStoreOut(code=code, name=name, registers=[RegisterOut.model_validate(each) for each in registers])
        for (code, name), registers in groupby(all_registers(), key=lambda each: (each.store_code, each.store_name))
    ]
    return TillStoreList(
        shop_name=settings.SHOP_NAME, stores=stores, is_device_needed=settings.TILL_DEVICES == "enrolled"
    )


@router.post(
    "/sign-in",
    **writes(
        SignedInOut,
        None,
        SignInFailed,
        NotAllowed,
        RegisterNotFound,
        TooManyTries,
        DeviceNeeded,
        DeviceNotFound,
        DeviceLocked,
        DeviceReplaced,
        DeviceElsewhere,
        has_key=False,
    ),
    summary="Sign in at a register",
    by_alias=True,
)
def sign_in(request: HttpRequest, who: SignInIn) -> SignedInOut:
    """Get a token for this register, good for 14 hours. A wrong code and a wrong password are told alike.

    At an enrolled device, name its secret: the token then dies when the device is locked or replaced. Nobody signs in
    without it at a register where a device sells.
    """
    at = timezone.now()
    device = device_to_sign_in_at(who.device_secret, is_needed=settings.TILL_DEVICES == "enrolled")
    if device is not None:
        check_register(device, store_code=who.store_code, register_code=who.register_code)
    register = find_register(who.store_code, who.register_code)
    if register is None:
        raise RegisterNotFound(field="register_code")
    if device is None:
        check_free(register.id)
    address = request.META.get("REMOTE_ADDR", "")
    secret = sign_in_till(
        code=who.staff_code,
        password=who.password,
        register=register,
        address=address,
        at=at,
        device_id=device.id if device else None,
    )
    token = find_token(secret, at=at)
    if token is None:
        raise SignInFailed(field="password")
    return SignedInOut(**_session(token).model_dump(), token=secret)


@router.get("/staff", **reads(KnownStaffList, Scope.TILL), summary="Who may take over this register")
def list_known_staff(request: ApiRequest) -> KnownStaffList:
    """Staff who gave their password at this register within 30 days, by name."""
    _staff, till = till_of(request.auth)
    known = staff_known_at(till, at=timezone.now())
    return KnownStaffList(staff=[KnownStaffOut.model_validate(each) for each in known])


@router.post(
    "/switch",
    **writes(SignedInOut, Scope.TILL, PinWrong, NotAllowed, TooManyTries, has_key=False),
    summary="Take over a till by PIN",
    by_alias=True,
)
def switch(request: ApiRequest, who: SwitchIn) -> SignedInOut:
    """Get a token of one's own for the register of this token, good for 14 hours. This token stays good."""
    at = timezone.now()
    _staff, till = till_of(request.auth)
    secret = switch_till(staff_uid=who.staff_uid, pin=who.pin, till=till, at=at)
    token = find_token(secret, at=at)
    if token is None:
        raise PinWrong(field="pin")
    return SignedInOut(**_session(token).model_dump(), token=secret)


@router.post(
    "/pin",
    **writes(None, Scope.TILL, SignInFailed, PinWeak, TooManyTries, status=204, has_key=False),
    summary="Set one's own PIN",
)
def set_pin(request: ApiRequest, wanted: PinIn) -> HttpResponse:
    """Set the PIN of who is signed in, who gives the password again."""
    staff, till = till_of(request.auth)
    address = request.META.get("REMOTE_ADDR", "")
    set_own_pin(staff, password=wanted.password, pin=wanted.pin, till=till, address=address, at=timezone.now())
    return HttpResponse(status=204)


@router.get("/me", **reads(SessionOut, Scope.TILL), summary="Who is signed in where", by_alias=True)
def read_session(request: ApiRequest) -> SessionOut:
    """The session of the token, with what its user may do in this store."""
    return _session(request.auth)


@router.post("/sign-out", **writes(None, Scope.TILL, status=204, has_key=False), summary="Sign out")
def sign_out(request: ApiRequest) -> HttpResponse:
    """Make the token useless."""
    revoke_token(request.auth.id, at=timezone.now())
    return HttpResponse(status=204)


def _session(token: Token) -> SessionOut:
    staff, till = till_of(token)
    at = timezone.now()
    store = load_store(till.store_code, at=at)
    head = issued_by(store, register_code=till.register_code, staff_name=staff.name, at=at)
    deeds = sorted(str(deed) for deed in deeds_in(staff, till.store_id))
    return SessionOut(
        staff=StaffOut(
            uid=staff.uid,
            code=staff.code,
            name=staff.name,
            deeds=deeds,
            deeds_with_approval=sorted(map(str, deeds_with_approval(staff, till.store_id))),
        ),
        store=SessionStoreOut(
            uid=store.uid,
            code=store.code,
            name=store.name,
            time_zone=store.time_zone,
            address=store.address,
            phone=store.phone,
            issuer_name=head["issuer_name"],
            issuer_number=head["issuer_number"],
        ),
        register=RegisterOut(uid=till.register_uid, code=till.register_code, name=till.register_name),
        terms=TermsOut(
            shop_name=settings.SHOP_NAME,
            currency=settings.CURRENCY,
            prices_include_tax=settings.PRICES_INCLUDE_TAX,
            tenders=[TenderKindOut.model_validate(kind) for kind in offered_kinds()],
        ),
        valid_until=token.valid_until or timezone.now(),
    )
