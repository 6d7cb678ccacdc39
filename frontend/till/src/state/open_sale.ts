/** A list that is being rung up: its goods, coupons and member, and what the server says it costs. */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { couponKinds, pricesAsOf, serverNow, shelf } from "../alone/here";
import { memberHere, offersHere } from "../alone/members";
import { quoteHere } from "../alone/quote_here";
import { isConnected } from "../api/client";
import { pricePatienceMs } from "../api/patience";
import { NotConnected, Problem } from "../api/problem";
import type { Home, Markdown, Member, Quote, QuoteWish, Variant } from "../api/shapes";
import * as till from "../api/till";
import type { Draft, DraftLine } from "../data/db";
import { newUid } from "../data/ids";
import { Latest } from "../data/latest";
import { standing, withMarkdown } from "../sale/markdowns";
import type { Handed } from "../sale/tendering";
import { listsOf } from "../training/world";
import { database } from "./device";

/** The place of the list over the counter; a pickup's list has the order's uid. */
export const COUNTER = "counter";

/** A price, and whether this till worked it out. */
interface Priced {
  quote: Quote;
  isHere: boolean;
}

function emptyDraft(place: string): Draft {
  return {
    place,
    uid: newUid(),
    tenderUid: newUid(),
    lines: [],
    couponCodes: [],
    member: null,
    pickupCode: "",
  };
}

export class OpenSale {
  readonly draft;
  /** The newest answer; it may be of an older list while `isFresh` is false. */
  readonly quote = signal<Quote | null>(null);
  /** Whether `quote` is of the list as it stands, so that money may be taken for it. */
  readonly isFresh = signal(false);
  /** Whether this till worked `quote` out, because no server was there. */
  readonly isPricedHere = signal(false);
  /** When `quote` came, by the server's clock as far as it is known, in milliseconds. */
  quotedAtMs = 0;
  /** Why the list cannot be priced, or was not booked. */
  readonly problem = signal<Problem | null>(null);
  readonly isEmpty: ReadonlySignal<boolean>;
  /** Lines whose quantity field holds something refused: what is seen there is not what would be charged. */
  readonly refusedQuantities = signal<ReadonlySet<string>>(new Set());
  /** Whether goods are to be sent home while nobody can say whether they can be: no money is taken for them. */
  readonly needsConnection: ReadonlySignal<boolean>;
  /** Whether a second person has not approved yet what is taken off by hand. */
  readonly needsApproval: ReadonlySignal<boolean>;
  /** Whether what is seen is what would be charged. */
  readonly isPayable: ReadonlySignal<boolean>;
  private isResting = false;
  private readonly lists = listsOf(database);
  private readonly stopFollowing: () => void;
  private readonly quoting: Latest<QuoteWish, Priced>;

  constructor(
    readonly place: string,
    kept: Draft | undefined,
  ) {
    this.draft = signal(kept ?? emptyDraft(place));
    this.isEmpty = computed(() => this.draft.value.lines.length === 0);
    this.needsConnection = computed(() => !!this.draft.value.home && !this.isHandOver && !isConnected.value);
    this.needsApproval = computed(
      () => (this.quote.value?.needs_approval ?? []).length > 0 && !this.draft.value.approvalUid,
    );
    this.isPayable = computed(
      () =>
        this.isFresh.value &&
        this.quote.value !== null &&
        this.refusedQuantities.value.size === 0 &&
        !this.needsConnection.value &&
        !this.needsApproval.value,
    );
    this.quoting = new Latest((wish, stop) => this.price(wish, stop), {
      onAnswer: (priced) => this.takeQuote(priced),
      onError: (error) => this.takeRefusal(error),
    });
    this.askPrice();
    // Asking goes on until somebody answers: then the till knows that it is connected again.
    this.stopFollowing = effect(() => {
      const isBack = isConnected.value && this.isPricedHere.value;
      if (this.needsConnection.value || isBack) untracked(() => this.askPrice());
      if (this.draft.value.cardNumber)
        void untracked(() => (isConnected.value ? this.findCard() : this.findCardHere()));
    });
  }

  get isHandOver(): boolean {
    return this.place !== COUNTER;
  }

  /** Adds goods, one more of a line that is there already; answers the line. */
  add(variant: Variant): DraftLine {
    const known = this.draft.value.lines.find((line) => line.sku === variant.sku);
    if (known) {
      this.setQuantity(known.uid, known.quantity + 1);
      return { ...known, quantity: known.quantity + 1 };
    }
    const line: DraftLine = {
      uid: newUid(),
      sku: variant.sku,
      name: variant.name,
      quantity: 1,
      unitPriceMinor: variant.price_minor,
      taxRateBp: variant.tax_rate_bp,
    };
    this.change({ lines: [...this.draft.value.lines, line] });
    return line;
  }

  /** Sets how many pieces of a line, 1 or more. */
  setQuantity(uid: string, quantity: number): void {
    const lines = this.draft.value.lines.map((line) => (line.uid === uid ? { ...line, quantity } : line));
    this.change({ lines });
  }

  /** Notes whether the quantity field of a line holds something that is not taken. */
  noteQuantity(uid: string, isRefused: boolean): void {
    if (this.refusedQuantities.peek().has(uid) === isRefused) return;
    const refused = new Set(this.refusedQuantities.peek());
    if (isRefused) refused.add(uid);
    else refused.delete(uid);
    this.refusedQuantities.value = refused;
  }

  /** Takes a line off; answers a function that puts it back where it was. */
  remove(uid: string): () => void {
    const before = this.draft.value.lines;
    const place = before.findIndex((line) => line.uid === uid);
    const line = before[place];
    this.change({ lines: before.filter((one) => one.uid !== uid) });
    return () => {
      if (!line || this.draft.value.lines.some((one) => one.uid === uid)) return;
      this.change({ lines: this.draft.value.lines.toSpliced(place, 0, line) });
    };
  }

  /** Takes something off by hand, in place of what was taken off in the same way. */
  markDown(markdown: Markdown): void {
    this.change({ markdowns: withMarkdown(this.draft.value.markdowns ?? [], markdown) });
  }

  /** Takes off no longer what was taken off by hand. */
  dropMarkdown(markdown: Markdown): void {
    this.change({ markdowns: (this.draft.value.markdowns ?? []).filter((one) => one !== markdown) });
  }

  /** Notes that a second person approved what is taken off by hand, of these goods. */
  setApproval(approvalUid: string): void {
    this.draft.value = { ...this.draft.value, approvalUid };
    void this.keep();
  }

  /** Takes one piece of goods off again; the last one takes the line with it. */
  takeOff(sku: string): void {
    const line = this.draft.value.lines.find((one) => one.sku === sku);
    if (!line) return;
    if (line.quantity > 1) this.setQuantity(line.uid, line.quantity - 1);
    else this.remove(line.uid);
  }

  /** Asks for a coupon; the quote tells whether it takes something off. */
  addCoupon(code: string): void {
    const folded = code.normalize("NFKC").trim().toUpperCase();
    const codes = this.draft.value.couponCodes;
    if (folded && !codes.includes(folded)) this.change({ couponCodes: [...codes, folded] });
  }

  removeCoupon(code: string): void {
    this.change({ couponCodes: this.draft.value.couponCodes.filter((one) => one !== code) });
  }

  /** Notes whose sale it is; coupons of the one before are taken off. */
  setMember(member: Member | null): void {
    this.change({ ...this.ofMember(member), member, cardNumber: "", memberAsOf: "" });
  }

  /** Notes a card that was scanned while no server says whose it is; the points are added when the sale is booked. */
  setCard(cardNumber: string): void {
    if (cardNumber && this.draft.peek().member?.member_number === cardNumber) return;
    this.change({ ...this.ofMember(null), member: null, cardNumber, memberAsOf: "" });
  }

  private ofMember(member: Member | null): Partial<Draft> {
    const { member: before, couponCodes } = this.draft.peek();
    if (before?.uid === member?.uid) return {};
    const held = new Set(before?.coupons.map((coupon) => coupon.code));
    return { couponCodes: couponCodes.filter((code) => !held.has(code)) };
  }

  /** Sends the goods home, or with null hands them over. */
  setHome(home: Home | null): void {
    this.change({ home });
  }

  /** Notes what was handed in beside cash; it changes no price. */
  setTenders(tenders: Handed[]): void {
    this.draft.value = { ...this.draft.value, tenders };
    void this.keep();
  }

  setPickupCode(pickupCode: string): void {
    this.draft.value = { ...this.draft.value, pickupCode };
    void this.keep();
  }

  /** Starts the next list under new uids. */
  clear(): void {
    this.draft.value = emptyDraft(this.place);
    void this.lists.drafts.delete(this.place);
    this.askPrice();
  }

  /** Brings a cleared list back, under the uids it had. */
  putBack(draft: Draft): void {
    this.change(draft);
  }

  /** Goes on under new uids: the old ones were used up by a sale that is booked. */
  renew(): void {
    this.change({ uid: newUid(), ...this.newTenders() });
  }

  /** Takes the money anew: under the old uid the server would answer a hand-over that it booked before the change. */
  renewTender(): void {
    this.draft.value = { ...this.draft.value, ...this.newTenders() };
    void this.keep();
  }

  /** The same money under new ids. */
  private newTenders(): Partial<Draft> {
    const tenders = this.draft.peek().tenders?.map((each) => ({ ...each, uid: newUid() }));
    return { tenderUid: newUid(), ...(tenders ? { tenders } : {}) };
  }

  /** Notes as which version the server knows the list, if it is this one. */
  noteVersion(uid: string, version: number): void {
    if (this.draft.peek().uid !== uid) return;
    this.draft.value = { ...this.draft.peek(), version };
    void this.keep();
  }

  /** The last try to book it was refused for this reason; asks the price again, which may have changed. */
  refuse(problem: Problem): void {
    if (problem.code === "approval_invalid") this.change({ approvalUid: "" });
    this.askPrice();
    this.problem.value = problem;
  }

  /** Asks the price again when a screen comes back to the list, unless it has a refusal to show. */
  freshen(): void {
    if (!this.problem.value) this.askPrice();
  }

  /** Asks the price of the list as it stands. */
  askPrice(): void {
    const { lines, couponCodes, member, home } = this.draft.value;
    this.isFresh.value = false;
    this.problem.value = null;
    if (this.isEmpty.value && !this.isHandOver) {
      this.quoting.cancel();
      this.quote.value = null;
      return;
    }
    this.quoting.wish({
      order_uid: this.isHandOver ? this.place : null,
      lines: lines.map(({ uid, sku, quantity }) => ({ uid, sku, quantity, unit_price_minor: null })),
      coupon_codes: couponCodes,
      customer_uid: member?.uid ?? null,
      ...(home && !this.isHandOver ? { delivery: home } : {}),
      markdowns: this.isHandOver ? [] : standing(this.draft.value),
    });
  }

  /** Whose the card is that was scanned while nobody could say it. */
  private async findCard(): Promise<void> {
    const { cardNumber, uid } = this.draft.peek();
    if (!cardNumber) return;
    const found = await till.resolveCode(cardNumber).catch(() => null);
    const now = this.draft.peek();
    if (found?.kind === "member" && now.uid === uid && now.cardNumber === cardNumber)
      this.setMember(found.member);
  }

  /** Whose it is as this device knows; the card stays noted, so that the server is asked as soon as it is there. */
  private async findCardHere(): Promise<void> {
    const { cardNumber, uid, member } = this.draft.peek();
    if (!cardNumber || member) return;
    const known = await memberHere(cardNumber, shelf(), new Date(serverNow()));
    const now = this.draft.peek();
    if (known && now.uid === uid && now.cardNumber === cardNumber && !now.member)
      this.change({ member: known.member, memberAsOf: known.asOf });
  }

  /** Whether this till may price the list by itself: a pickup, and what is sent home, only the server knows. */
  private get canBePricedHere(): boolean {
    return !this.isHandOver && !this.draft.peek().home && pricesAsOf.peek() !== null;
  }

  private async price(wish: QuoteWish, stop: AbortSignal): Promise<Priced> {
    if (!this.canBePricedHere) return { quote: await till.quote(wish, stop), isHere: false };
    if (isConnected.peek()) {
      try {
        return { quote: await till.quote(wish, stop, pricePatienceMs()), isHere: false };
      } catch (error) {
        if (!(error instanceof NotConnected)) throw error;
      }
    }
    const use = {
      at: new Date(serverNow()),
      member: this.draft.peek().member,
      kinds: couponKinds(),
    };
    const quote = await quoteHere(wish, shelf(), use);
    return { quote: { ...quote, offers: await offersHere(wish, quote, shelf(), use) }, isHere: true };
  }

  /** Stops asking, and writing: a late answer must not bring a booked list back to the device. */
  rest(): void {
    this.isResting = true;
    this.stopFollowing();
    this.quoting.cancel();
  }

  private change(changes: Partial<Draft>): void {
    // What was approved were these goods at these prices.
    const isOther = !!this.draft.value.approvalUid && !!(changes.lines || changes.markdowns);
    this.draft.value = { ...this.draft.value, ...changes, ...(isOther ? { approvalUid: "" } : {}) };
    void this.keep();
    this.askPrice();
  }

  private async keep(): Promise<void> {
    if (!this.isResting) await this.lists.drafts.put(this.draft.value);
  }

  private takeQuote({ quote, isHere }: Priced): void {
    const priced = new Map(quote.lines.map((line) => [line.uid, line]));
    const lines = this.draft.value.lines.map((line) => {
      const now = priced.get(line.uid);
      return now ? { ...line, name: now.name, unitPriceMinor: now.unit_price_minor } : line;
    });
    this.draft.value = { ...this.draft.value, lines };
    void this.keep();
    this.quote.value = quote;
    this.quotedAtMs = serverNow();
    this.isPricedHere.value = isHere;
    this.isFresh.value = true;
  }

  private takeRefusal(error: unknown): boolean {
    if (error instanceof NotConnected) return true;
    if (!(error instanceof Problem)) throw error;
    this.problem.value = error;
    // What only this till refused, the server is asked as soon as it is there again.
    this.isPricedHere.value = error.status === 0;
    return false;
  }
}
