/** A sale as it is booked later: all that was charged and printed, under ids made here. Pure. */
import type { LaterSale, Quote, Session } from "../api/shapes";
import type { Draft } from "../data/db";
import { standing } from "../sale/markdowns";

export interface Making {
  draft: Draft;
  quote: Quote;
  /** As they are sent, with the change that was given on each. */
  tenders: LaterSale["tenders"];
  session: Session;
  /** ISO 8601, as this device's clock showed. */
  madeAt: string;
  /** By how many seconds this clock was ahead of the server's when it last answered. */
  clockOffsetS: number;
  /** When goods and prices were the server's, by its clock. */
  syncedAt: string;
  /** Absent where it is a sale. */
  isTraining?: boolean;
}

/** The number on the paper until the server gives one: the register and the end of the sale's id. */
export function numberHere({ uid }: Draft, { register }: Session): string {
  return `${register.code}-${uid.slice(-8)}`.toUpperCase();
}

/** What the server is told of a sale that this till made by itself. */
export function laterSale(making: Making): LaterSale {
  const { draft, quote, session } = making;
  return {
    kind: "sale",
    uid: draft.uid,
    register_uid: session.register.uid,
    staff_uid: session.staff.uid,
    provisional_number: numberHere(draft, session),
    made_at: making.madeAt,
    clock_offset_s: making.clockOffsetS,
    synced_at: making.syncedAt,
    assortment_version: "",
    ...(draft.member ? { customer_uid: draft.member.uid } : {}),
    ...(draft.cardNumber && !draft.member ? { member_number: draft.cardNumber } : {}),
    lines: quote.lines.map((line) => ({
      uid: line.uid,
      sku: line.sku,
      quantity: line.quantity,
      unit_price_minor: line.unit_price_minor,
      tax_rate_bp: line.tax_rate_bp,
      list_minor: line.list_minor,
      discount_minor: line.discount_minor,
      discounts: line.discounts.map(({ code, amount_minor }) => ({ code, discount_minor: amount_minor })),
    })),
    coupons: quote.coupons.map(({ code, discount_minor }) => ({ code, discount_minor })),
    markdowns: standing(draft),
    tenders: making.tenders,
    goods_minor: quote.goods_minor,
    discount_minor: quote.discount_minor,
    taxes: quote.taxes,
    tax_minor: quote.tax_minor,
    total_minor: quote.total_minor,
    points: quote.points,
    ...(making.isTraining ? { is_training: true } : {}),
  };
}
