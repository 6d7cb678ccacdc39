/** What this device keeps: who is signed in, lists being rung up, sales not sent yet, and what it sells by itself. */
import Dexie, { type Table } from "dexie";
import type {
  FeedPage,
  HandOverBody,
  Home,
  LaterSale,
  LaterWord,
  Markdown,
  Member,
  SaleBody,
  Slip,
  Terms,
} from "../api/shapes";
import type { Handed } from "../sale/tendering";

/** Goods on a list that is being rung up. The price is the one the server last quoted. */
export interface DraftLine {
  uid: string;
  sku: string;
  name: string;
  quantity: number;
  unitPriceMinor: number;
  taxRateBp: number;
}

/** When a list was put by, and what it came to; until when the store keeps it, as soon as the server said so. */
export interface Held {
  at: string;
  totalMinor: number;
  /** Whether the goods were to be sent home; the address is not kept. */
  isForHome?: boolean;
  until?: string;
}

/** A list that is being rung up: over the counter, or goods added to a pickup. Its uids never change. */
export interface Draft {
  /** `counter`, the uid of the pickup's order, or `held/` and its own uid. */
  place: string;
  uid: string;
  tenderUid: string;
  lines: DraftLine[];
  couponCodes: string[];
  /** What staff take off by hand, as it is sent; those of lines that were taken off the list count no more. */
  markdowns?: Markdown[];
  /** Of the second person, for these goods and markdowns. */
  approvalUid?: string;
  member: Member | null;
  /** When points and coupons of `member` were the server's, where this device alone said who it is. */
  memberAsOf?: string;
  /** A card that was scanned while no server could say whose it is. */
  cardNumber?: string;
  /** Of a pickup: the code that the customer showed. */
  pickupCode: string;
  /** Of a sale: the home that the goods are sent to; absent when the customer takes them along. */
  home?: Home | null;
  /** What was handed in beside cash so far; absent for none. */
  tenders?: Handed[];
  /** Of a list that was put by for another customer: when, and what it came to. */
  held?: Held;
  /** Of a list that the server knows: the version it has there. */
  version?: number;
}

/** A deed that takes money, as it is sent: the very same bytes until the server answers. */
export interface Envelope {
  uid: string;
  kind: "sale" | "hand_over";
  place: string;
  path: string;
  body: SaleBody | HandOverBody;
  /** Idempotency-Key. */
  key: string;
  /** The only register that may send it. */
  storeCode: string;
  registerCode: string;
  totalMinor: number;
  /** Handed in by all tenders together. */
  tenderedMinor: number;
  /** What goes back in cash; absent where cash alone was handed in. */
  changeMinor?: number;
  madeAt: string;
  tries: number;
  /** Of a sale over the counter: as it is booked should the server not be there; the same bytes each time. */
  later?: LaterSale;
  /** The receipt that this till gives then. */
  slip?: Slip;
  /** When the customer left with the goods and a receipt of this till: it is sent by itself, beside other sales. */
  queuedAt?: string;
  /** When somebody put it aside, so that later sales go on; only a tap sends it again. */
  setAsideAt?: string;
  /** Why it was not booked the last time, as far as anybody said. */
  lastAnswer?: LastAnswer;
  /** Of a sale set aside: its list, to be mended should the server refuse it. */
  draft?: Draft;
  /** Of a list taken up again: the sale set aside that it was, which comes back should this one be refused. */
  mends?: Envelope;
}

/** What was done at the drawer without a network, as it is sent: the very same bytes until the server answers. */
export interface DrawerWord {
  /** Counts up on this device: the order in which words were said, whatever the clock did. */
  place?: number;
  uid: string;
  sent: LaterWord;
  storeCode: string;
  registerCode: string;
  staffName: string;
  tries: number;
  /** When it was refused for good; only a tap sends it again. */
  setAsideAt?: string;
  lastAnswer?: LastAnswer;
}

/** What the server said to a sale that it did not book. */
export interface LastAnswer {
  /** Of HTTP; null when nobody answered. */
  status: number | null;
  /** The words of a refusal; empty for a fault, after which the sale may be booked or not. */
  refusal: string;
  /** The stable code of a refusal. */
  code?: string;
}

/** A row of what the server told; `generation` counts how often that part was told anew, and old ones are swept. */
interface Kept {
  generation: number;
  code: string;
}

/** Goods on sale; `code` is the SKU. */
export interface KeptGoods extends Kept {
  gtin: string | null;
  /** The GTIN's number without leading zeros; absent where there is none. */
  number?: string;
  /** With that of the variant. */
  name: string;
  product: string;
  category: string;
  priceMinor: number;
  taxClass: string;
}

export interface KeptCategory extends Kept {
  name: string;
  above: string | null;
}

/** A coupon of this store's tills, valid now or soon. */
export interface KeptCoupon extends Kept {
  name: string;
  kind: string;
  rule: Record<string, unknown>;
  /** Codes of products, which count instead of the rule's goods; null without a list. */
  listed: string[] | null;
  validFrom: string;
  /** Exclusive. */
  validUntil: string;
  redemptionLimit: number | null;
  customerLimit: number | null;
}

/** A quick key; `code` is its page and the SKU. */
export interface KeptKey extends Kept {
  page: string;
  position: number;
  sku: string;
  /** Empty for the name of the goods. */
  words: string;
}

/** The terms of the shop; `code` is `terms`. */
export interface KeptTerms extends Kept {
  terms: Terms;
}

/** A member whom this store knows; `code` is the uid, `number` the card's. */
export interface KeptMember extends Kept {
  number: string;
  /** The family name: no more of it is on a device. */
  name: string;
  points: number;
  /** Codes of coupons that are theirs and not used up. */
  coupons: string[];
}

export type Part = FeedPage["part"];

/** How far a part has come. */
export interface PartState {
  part: Part;
  /** The generation in use; null until the first is whole. */
  live: number | null;
  /** The one that is being told; null when none is. */
  building: number | null;
  /** What the server is asked with next; empty for everything. */
  cursor: string;
  /** When the generation in use was last told to the end, by the server's clock. */
  asOf: string | null;
  /** Of the one being built: how many rows came, and how many there are about. */
  came: number;
  total: number;
}

interface Note {
  name: string;
  value: unknown;
}

/** Opened once for the whole app; tests open their own under another name. */
export class TillDatabase extends Dexie {
  readonly notes!: Table<Note, string>;
  readonly drafts!: Table<Draft, string>;
  readonly envelopes!: Table<Envelope, string>;
  readonly parts!: Table<PartState, string>;
  readonly goods!: Table<KeptGoods, [number, string]>;
  readonly categories!: Table<KeptCategory, [number, string]>;
  readonly coupons!: Table<KeptCoupon, [number, string]>;
  readonly terms!: Table<KeptTerms, [number, string]>;
  readonly keys!: Table<KeptKey, [number, string]>;
  readonly words!: Table<DrawerWord, number>;
  readonly members!: Table<KeptMember, [number, string]>;

  constructor(name = "noren-till") {
    super(name);
    this.version(1).stores({ notes: "name", drafts: "place", envelopes: "uid, madeAt" });
    this.version(2).stores({
      parts: "part",
      goods: "[generation+code], [generation+number]",
      categories: "[generation+code]",
      coupons: "[generation+code]",
      terms: "[generation+code]",
    });
    this.version(3).stores({ keys: "[generation+code]" });
    this.version(4).stores({ words: "++place, &uid" });
    this.version(5).stores({ members: "[generation+code], [generation+number]" });
  }

  /** A remembered value, or undefined. */
  async note<T>(name: string): Promise<T | undefined> {
    return (await this.notes.get(name))?.value as T | undefined;
  }

  /** Remembers a value; undefined forgets it. */
  async setNote(name: string, value: unknown): Promise<void> {
    if (value === undefined) await this.notes.delete(name);
    else await this.notes.put({ name, value });
  }
}
