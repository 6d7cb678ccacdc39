/** The till's endpoints, each as a function. See the API's own documentation for what they refuse. */
import { ask, deed, deedOnce, put, read, remove } from "./client";
import type {
  Approval,
  ApprovalWish,
  CashMoveWish,
  DeliveryTerms,
  DeviceReport,
  DeviceTold,
  Doing,
  Enrolled,
  FeedPage,
  FormalReceipt,
  FormalWish,
  HeldList,
  HeldWish,
  Join,
  KnownStaffList,
  LaterSale,
  LaterWord,
  Member,
  OfflineTerms,
  Order,
  OrderChangeQuote,
  OrderChangeWish,
  Outcomes,
  PickedLine,
  Pickup,
  PickupList,
  PickupNews,
  PickupSlip,
  PinWish,
  Quote,
  QuoteWish,
  Receipt,
  ReceiptMail,
  RejectLine,
  Resolved,
  Returnable,
  ReturnableList,
  ReturnBody,
  ReturnDone,
  ReturnQuote,
  ReturnQuoteWish,
  SaleDone,
  SaleList,
  Session,
  Shift,
  ShiftBrief,
  ShiftCheckWish,
  ShiftCount,
  ShiftDesk,
  ShiftStart,
  SignedIn,
  SignIn,
  SlipReference,
  StoreList,
  Switch,
  TenderCount,
  TickedLine,
  Together,
  Variant,
  Voided,
  VoidPlan,
} from "./shapes";

const q = encodeURIComponent;

export const listStores = () => read<StoreList>("/stores");
export const signIn = (who: SignIn) => ask<SignedIn>("/sign-in", who);
/** Uses a link of the office up; the answer has the device's secret, this once. */
export const enroll = (linkSecret: string, version: string) =>
  ask<Enrolled>("/devices", { link_secret: linkSecret, app_version: version });
export const reportDevice = (report: DeviceReport) => ask<DeviceTold>("/devices/report", report);
/** Sends sales of a device at which nobody may sign in any more. */
export const sendStopped = (secret: string, envelopes: readonly (LaterSale | LaterWord)[]) =>
  ask<Outcomes>("/devices/envelopes", { device_secret: secret, envelopes });
export const listStaff = () => read<KnownStaffList>("/staff");
export const switchStaff = (who: Switch, patienceMs: number) =>
  ask<SignedIn>("/switch", who, undefined, patienceMs);
export const setPin = (wanted: PinWish) => ask<void>("/pin", wanted);
export const signOut = () => ask<void>("/sign-out", {});
export const deliveryTerms = () => read<DeliveryTerms>("/delivery");
export const whoAmI = () => read<Session>("/me");

export const resolveCode = (code: string, patienceMs?: number) =>
  read<Resolved>(`/resolve?code=${q(code)}`, undefined, patienceMs);
export const searchVariants = async (
  words: string,
  stop?: AbortSignal,
  patienceMs?: number,
): Promise<Variant[]> =>
  (await read<{ variants: Variant[] }>(`/search?q=${q(words)}&limit=12`, stop, patienceMs)).variants;

/** A page of what changed since a cursor; of everything without one. */
export const readFeed = (part: FeedPage["part"], since: string, stop?: AbortSignal) =>
  read<FeedPage>(`/feed?part=${part}${since && `&since=${since}`}`, stop);

export const quote = (wish: QuoteWish, stop?: AbortSignal, patienceMs?: number) =>
  ask<Quote>("/quote", wish, stop, patienceMs);
/** Sends a sale or a hand-over; the caller repeats it under the same key until there is an answer. */
export const sendEnvelope = (path: string, body: unknown, key: string, patienceMs?: number) =>
  deedOnce<SaleDone>(path, body, key, patienceMs);
/** Sends what was done without the server, sales or words of the drawer: each has an outcome of its own, and may be sent again unchanged. */
export const sendLater = (envelopes: readonly (LaterSale | LaterWord)[]) =>
  ask<Outcomes>("/envelopes", { envelopes });
export const offlineTerms = (stop?: AbortSignal) => read<OfflineTerms>("/offline-terms", stop);
export const salesOfToday = () => read<SaleList>("/sales");
export const planVoid = (uid: string) => read<VoidPlan>(`/sales/${uid}/void`);
export const voidSale = (
  uid: string,
  reason: string,
  approvalUid: string | null,
  references: SlipReference[],
) => deed<Voided>(`/sales/${uid}/void`, { reason, approval_uid: approvalUid, references });
export const listHeld = () => read<{ lists: HeldList[] }>("/held");
export const holdList = (uid: string, wish: HeldWish) => deed<HeldList>(`/held/${uid}`, wish);
/** Takes a list up unless another till was first: the answer says who has it. */
export const takeHeld = (uid: string, wasOffline: boolean) =>
  deed<HeldList>(`/held/${uid}/take`, { was_offline: wasOffline });
export const throwHeldAway = (uid: string, reason: string) =>
  deed<HeldList>(`/held/${uid}/throw-away`, { reason });
export const approve = (wanted: ApprovalWish) => ask<Approval>("/approvals", wanted);

export const findReturnable = (code: string) => read<ReturnableList>(`/returnable?code=${q(code)}`);
export const getReturnable = (uid: string) => read<Returnable>(`/returnable/${uid}`);
export const quoteReturn = (wish: ReturnQuoteWish, stop?: AbortSignal) =>
  ask<ReturnQuote>("/returns/quote", wish, stop);
export const takeBack = (body: ReturnBody) => deed<ReturnDone>("/returns", body);

export const readShiftDesk = () => read<ShiftDesk>("/shifts/current");
export const listShifts = async (): Promise<ShiftBrief[]> =>
  (await read<{ shifts: ShiftBrief[] }>("/shifts")).shifts;
export const getShift = (uid: string) => read<Shift>(`/shifts/${uid}`);
export const openShift = (start: ShiftStart, patienceMs?: number) =>
  deed<Shift>("/shifts", start, patienceMs);
export const moveCash = (uid: string, move: CashMoveWish, patienceMs?: number) =>
  deed<Shift>(`/shifts/${uid}/cash`, move, patienceMs);
export const checkShift = (uid: string, check: ShiftCheckWish) => deed<Shift>(`/shifts/${uid}/checks`, check);
export const closeShift = (uid: string, counts: ShiftCount[], tenders: TenderCount[], reason: string) =>
  deed<Shift>(`/shifts/${uid}/close`, { counts, tenders, reason });
export const explainShift = (uid: string, reason: string) => deed<Shift>(`/shifts/${uid}/reason`, { reason });

export const listPickups = (states: string) => read<PickupList>(`/pickups?states=${states}`);
export const pickupNews = (since: number, stop?: AbortSignal) =>
  read<PickupNews>(`/pickups/news?since=${since}`, stop);
export const getOrder = (uid: string) => read<Order>(`/pickups/${uid}`);
export const quoteChange = (uid: string, wish: OrderChangeWish) =>
  ask<OrderChangeQuote>(`/pickups/${uid}/change/quote`, wish);
export const changeOrder = (uid: string, wish: OrderChangeWish) =>
  deed<Order>(`/pickups/${uid}/change`, wish);
export const noteOrder = (uid: string, noteUid: string, text: string) =>
  deed<unknown>(`/pickups/${uid}/notes`, { uid: noteUid, text });
export const getSlip = (uid: string) => read<PickupSlip>(`/pickups/${uid}/slip`);
export const markReady = (uid: string) => deed<Order>(`/pickups/${uid}/ready`);
export const shortPick = (uid: string, lineUid: string, pickedQuantity: number, reason: string) =>
  deed<Order>(`/pickups/${uid}/short`, { line_uid: lineUid, picked_quantity: pickedQuantity, reason });
/** Says that another store is to send pieces of a line. */
export const rejectLine = (uid: string, found: RejectLine) =>
  deed<Order>(`/pickups/${uid}/reject-line`, found);
export const rejectPickup = (uid: string, reason: string) =>
  deed<Order>(`/pickups/${uid}/reject`, { reason });
export const resendMail = (uid: string) => deed<{ queued: string[] }>(`/orders/${uid}/resend-mail`, {});

/** Says that an order is open here, and hears who else has it open. */
export const tellOpen = (uid: string, doing: Doing) => put<Together>(`/orders/${uid}/presence`, { doing });
export const tellLeft = (uid: string, doing: Doing) => remove(`/orders/${uid}/presence?doing=${doing}`);
/** Says what was ticked off here, and hears the whole. */
export const tickOff = async (uid: string, lines: readonly TickedLine[]): Promise<PickedLine[]> =>
  (await put<{ lines: PickedLine[] }>(`/pickups/${uid}/picked`, { lines })).lines;

export const joinMember = (who: Join) => deed<Member>("/members", who);
export const getMember = (uid: string) => read<Member>(`/members/${uid}`);

export const getReceipt = (number: string) => read<Receipt>(`/receipts/${q(number)}`);
export const printReceipt = (number: string) => deed<Receipt>(`/receipts/${q(number)}/print`);
export const mailReceipt = (number: string, email: string) =>
  deed<ReceiptMail>(`/receipts/${q(number)}/mail`, { email });
export const issueFormal = (number: string, wish: FormalWish) =>
  deed<FormalReceipt>(`/receipts/${q(number)}/formal`, wish);
export type { Pickup };
