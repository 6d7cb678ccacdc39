/** The names under which the till speaks of what the API sends; the shapes themselves are generated. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type StoreList = Schemas["TillStoreList"];
export type TillStore = Schemas["TillStoreOut"];
export type Session = Schemas["SessionOut"];
export type SignedIn = Schemas["SignedInOut"];
export type SignIn = Schemas["SignInIn"];
export type Enrolled = Schemas["EnrolledOut"];
export type DeviceTold = Schemas["DeviceOut"];
export type DeviceReport = Schemas["DeviceReportIn"];
export type HeldList = Schemas["HeldOut"];
export type HeldWish = Schemas["HeldIn"];
export type KnownStaff = Schemas["KnownStaffOut"];
export type KnownStaffList = Schemas["KnownStaffList"];
export type Switch = Schemas["SwitchIn"];
export type PinWish = Schemas["PinIn"];
export type Variant = Schemas["TillVariantOut"];
export type Member = Schemas["MemberOut"];
export type Coupon = Schemas["CouponOut"];
export type CouponRefused = Schemas["CouponRefused"];
export type CouponOffer = Schemas["CouponOfferOut"];
export type Order = Schemas["OrderOut"];
export type OrderLine = Schemas["OrderLineOut"];
export type OrderBrief = Schemas["OrderBrief"];
export type Quote = Schemas["TillQuoteOut"];
export type QuoteLine = Schemas["QuoteLineOut"];
export type QuoteWish = Schemas["TillQuoteIn"];
export type Tax = Schemas["TaxOut"];
export type Markdown = Schemas["MarkdownIn"];
/** A sale says that it is practice, or nothing. */
type MayTrain<T extends { is_training: boolean }> = Omit<T, "is_training"> & { is_training?: boolean };
export type SaleBody = MayTrain<Schemas["SaleIn"]>;
export type Home = Schemas["HomeDeliveryIn"];
export type DeliveryTerms = Schemas["DeliveryTermsOut"];
export type HandOverBody = Schemas["HandOverIn"];
export type SaleDone = Schemas["SaleDoneOut"];
export type ApprovalWish = Schemas["ApprovalIn"];
export type Approval = Schemas["ApprovalOut"];
export type Voided = Schemas["VoidOut"];
export type Pickup = Schemas["PickupOut"];
export type PickupSlip = Schemas["PickupSlipOut"];
export type PickupSlipLine = Schemas["PickupSlipLineOut"];
export type OrderChangeWish = Schemas["ChangeOrderIn"];
export type OrderChangeQuote = Schemas["ChangeQuoteOut"];
export type PickupList = Schemas["PickupList"];
export type PickupNews = Schemas["PickupNewsOut"];
export type Join = Schemas["JoinIn"];
export type Receipt = Schemas["ReceiptOut"];
export type Slip = Schemas["SlipOut"];
export type FormalReceipt = Schemas["FormalReceiptOut"];
export type FormalWish = Schemas["FormalReceiptIn"];
export type ReceiptMail = Schemas["ReceiptMailOut"];
export type ReturnableList = Schemas["ReturnableList"];
export type Returnable = Schemas["ReturnableOut"];
export type ReturnQuoteWish = Schemas["TillReturnQuoteIn"];
export type ReturnQuote = Schemas["ReturnQuoteOut"];
export type ReturnBody = Schemas["TillReturnIn"];
export type ReturnDone = Schemas["ReturnDoneOut"];
export type ReturnBrief = Schemas["ReturnBrief"];
export type Condition = Schemas["BackLineIn"]["condition"];
export type TenderKind = Schemas["TenderKindOut"];
export type GivenBack = Schemas["RefundOut"];
export type SlipReference = Schemas["ReferenceIn"];
export type VoidPlan = Schemas["VoidPlanOut"];
export type TenderCount = Schemas["TenderCountIn"];
export type SaleList = Schemas["SaleList"];
export type ShiftDesk = Schemas["ShiftDeskOut"];
export type Shift = Schemas["ShiftOut"];
export type ShiftBrief = Schemas["ShiftBrief"];
export type ShiftReport = Schemas["ShiftReportOut"];
export type ShiftStart = Schemas["ShiftIn"];
export type ShiftCount = Schemas["CountIn"];
export type ShiftCheckWish = Schemas["ShiftCheckIn"];
export type CashMoveWish = Schemas["CashMoveIn"];
export type CashPurpose = CashMoveWish["purpose"];
/** A sale that this till made by itself, as it is sent when it can be. */
export type LaterSale = MayTrain<Schemas["EnvelopeIn"]>;
/** What this till did at its drawer by itself, as it is sent when it can be. */
export type LaterWord = MayTrain<Schemas["OpenShiftWordIn"]> | MayTrain<Schemas["MoveCashWordIn"]>;
export type BookedInShift = Schemas["BookedInShiftOut"];
export type Outcomes = Schemas["OutcomeList"];
export type OutcomeOfLater = Schemas["OutcomeOut"];
export type OfflineTerms = Schemas["OfflineTermsOut"];
export type FieldProblem = Schemas["FieldProblem"];
export type Together = Schemas["TogetherOut"];
export type Colleague = Schemas["ColleagueOut"];
export type LastStep = Schemas["StepOut"];
export type Doing = Schemas["PresenceIn"]["doing"];
export type TickedLine = Schemas["TickedLineIn"];
export type PickedLine = Schemas["PickedLineOut"];
export type RejectLine = Schemas["RejectLineIn"];
export type Resolved =
  | Schemas["ResolvedVariant"]
  | Schemas["ResolvedPickup"]
  | Schemas["ResolvedMember"]
  | Schemas["ResolvedReceipt"];
export type GoodsPage = Schemas["GoodsPage"];
export type CategoriesPage = Schemas["CategoriesPage"];
export type CouponsPage = Schemas["CouponsPage"];
export type TermsPage = Schemas["TermsPage"];
export type KeysPage = Schemas["KeysPage"];
export type MembersPage = Schemas["MembersPage"];
export type Terms = Schemas["TermsRow"];
/** A page of what the till keeps to sell without a network. */
export type FeedPage = GoodsPage | CategoriesPage | CouponsPage | TermsPage | KeysPage | MembersPage;
