/** The paper of a practice return, laid out as this till lays out a receipt. */
import { slipHere } from "../alone/slip_here";
import type { Quote, Receipt, Session, Slip } from "../api/shapes";
import { language, t } from "../i18n";
import { money, session } from "../state/session";
import { PRACTICE_MARK } from "./mark";
import { refusal } from "./refusal";
import type { PracticeReturn } from "./returns";
import { SALE_UID } from "./shelf";

/** @throws Problem nobody is signed in any more */
export function signedIn(): Session {
  const now = session.peek();
  if (!now) throw refusal();
  return now;
}

/** What the customer gets: a paper that says that it is practice, with no number and no registration. */
export function paperOf(back: PracticeReturn, told: Quote, soldAt: string | null): Receipt {
  const { store, register, staff, terms } = signedIn();
  const { taxes, goods_minor, discount_minor, tax_minor, total_minor } = told;
  return {
    number: PRACTICE_MARK,
    kind: "return",
    order_uid: SALE_UID,
    order_number: PRACTICE_MARK,
    issued_at: back.returnedAt,
    issuer_name: store.issuer_name,
    issuer_number: "",
    store_code: store.code,
    store_name: store.name,
    store_address: "",
    store_phone: "",
    register_code: register.code,
    staff_name: staff.name,
    member_number: null,
    is_pickup: false,
    // All of it stands on the slip.
    lines: [],
    ...{ taxes, goods_minor, discount_minor, tax_minor, total_minor },
    prices_include_tax: terms.prices_include_tax,
    payments: [],
    points: 0,
    points_balance: null,
    reason: back.reason,
    original_number: PRACTICE_MARK,
    original_at: soldAt,
    original_store: store.name,
    voided_at: null,
    returned_minor: 0,
    printed_count: 0,
    is_reprint: false,
    can_be_made_out: false,
    formal_count: 0,
    link: "",
    slip: slipOf(back, told),
  };
}

function slipOf({ returnedAt, reason }: PracticeReturn, told: Quote): Slip {
  const { staff, ...at } = signedIn();
  const made = {
    number: "",
    madeAt: returnedAt,
    quote: told,
    cashMinor: told.total_minor,
    staffName: staff.name,
  };
  const asSold = { ...made, handed: [], kinds: [], memberNumber: "", isTraining: true };
  const slip = slipHere(asSold, { ...at, staff }, language.value);
  const given = { name: t("To give back"), value: money(told.total_minor) };
  return {
    ...slip,
    facts: [...slip.facts, { name: t("Reason"), value: reason }],
    total: given,
    tenders: [{ name: t("Given back in cash"), value: money(told.total_minor) }],
  };
}
