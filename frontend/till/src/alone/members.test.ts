import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CouponsPage, FeedPage, GoodsPage, MembersPage, QuoteWish, TermsPage } from "../api/shapes";
import { Assortment } from "../assortment/store";
import { type Part, TillDatabase } from "../data/db";
import { forgetMembers } from "../data/forget_members";
import { forgetPeople } from "../data/forget_people";
import { newUid } from "../data/ids";
import { CARD, PracticeShelf } from "../training/shelf";
import { memberHere, offersHere } from "./members";
import { quoteHere } from "./quote_here";

const NUMBER = "M0000012347";
const JULY = new Date("2026-07-04T03:00:00Z");

let database: TillDatabase;
let assortment: Assortment;
beforeEach(() => {
  database = new TillDatabase(`till-${newUid()}`);
  assortment = new Assortment(database);
});
afterEach(() => database.delete());

type Row = MembersPage["rows"][number];
const hanako: Row = ["u1", NUMBER, "山田", 1240, ["OWN", "SOON", "OVER", "WEB", "NEW"]];

async function told(part: Part, cursor: string, since: string, about: object): Promise<boolean> {
  const page = { part, cursor, starts_anew: !since, has_more: false, total: 1, rows: [], gone: [] };
  const as_of = "2026-07-04T01:42:00Z";
  return assortment.take({ ...page, as_of, ...about } as unknown as FeedPage, since);
}

type CouponRow = CouponsPage["rows"][number];
function coupon(
  code: string,
  kind = "member",
  about: Partial<{ from: string; until: string; v: number }> = {},
) {
  const rule = {
    v: about.v ?? 1,
    benefit: { kind: "amount", amount_minor: 100 },
    minimum_minor: 500,
    priority: 0,
    stacks: false,
  };
  const from = about.from ?? "2026-01-01T00:00:00Z";
  const until = about.until ?? "2027-01-01T00:00:00Z";
  return [code, `${code}の券`, kind, rule, null, from, until, null, 1] as CouponRow;
}

async function tellAll(): Promise<void> {
  const terms: TermsPage["rows"][number] = {
    shop_name: "",
    currency: "JPY",
    prices_include_tax: true,
    tax_rounding: "floor",
    discount_rounding: "floor",
    points_per_minor: [1, 100],
    tax_rates_bp: { food: 800 },
    rule_version: 1,
  };
  const beans: GoodsPage["rows"][number] = ["A1", null, "豆", "P1", "coffee", 980, "food"];
  await told("terms", "t1", "", { rows: [terms] });
  await told("goods", "g1", "", { rows: [beans] });
  const rows = [
    coupon("OWN"),
    coupon("SOON", "member", { from: "2026-07-05T00:00:00Z" }),
    coupon("OVER", "member", { until: "2026-07-04T03:00:00Z" }),
    coupon("NEW", "member", { v: 2 }),
    coupon("CODE", "code"),
  ];
  await told("coupons", "c1", "", { rows });
  await told("members", "m1", "", { rows: [hanako] });
}

const wish = (couponCodes: string[] = []): QuoteWish => ({
  lines: [{ uid: newUid(), sku: "A1", quantity: 1, unit_price_minor: null }],
  coupon_codes: couponCodes,
  markdowns: [],
});

test("a card that the device knows has a name, points with their age, and the coupons of now", async () => {
  await tellAll();

  const known = await memberHere(NUMBER, assortment, JULY);

  expect(known?.asOf).toBe("2026-07-04T01:42:00Z");
  expect(known?.member).toMatchObject({
    uid: "u1",
    member_number: NUMBER,
    name: "山田",
    points_balance: 1240,
  });
  expect(known?.member).toMatchObject({ email: "", phone: "", given_name: "", recent_orders: [] });
  expect(known?.member.coupons).toEqual([
    {
      code: "OWN",
      name: "OWNの券",
      benefit: expect.stringContaining("500"),
      valid_until: "2027-01-01T00:00:00Z",
      uses_left: null,
    },
  ]);
});

test("a card that the device does not know, and one of members not told to the end, is nobody's", async () => {
  await told("members", "m1", "", { rows: [hanako], has_more: true });
  expect(await memberHere(NUMBER, assortment, JULY)).toBeNull();
  await told("members", "m2", "m1", {});

  expect((await memberHere(NUMBER, assortment, JULY))?.member.uid).toBe("u1");
  expect(await memberHere("M0000000018", assortment, JULY)).toBeNull();
});

test("a page changes a member, gives a card to another, and takes one away", async () => {
  await told("members", "m1", "", { rows: [hanako, ["u2", "M0000000018", "佐藤", 5, []]] });

  await told("members", "m2", "m1", { rows: [["u1", "M0000000026", "高橋", 1300, []]], gone: ["u2"] });

  expect(await assortment.member(NUMBER)).toBeUndefined();
  expect(await assortment.member("M0000000018")).toBeUndefined();
  expect((await assortment.member("M0000000026"))?.member).toMatchObject({ name: "高橋", points: 1300 });
});

test("members told anew take the place of those before, whose rows are swept", async () => {
  await told("members", "m1", "", { rows: [hanako] });

  await told("members", "n1", "m1", { rows: [["u3", "M0000000018", "鈴木", 0, []]], starts_anew: true });
  await assortment.sweep();

  expect(await assortment.member(NUMBER)).toBeUndefined();
  expect(await database.members.count()).toBe(1);
});

test("own coupons are offered with what they take off, and only members may use them", async () => {
  await tellAll();
  const known = await memberHere(NUMBER, assortment, JULY);
  const member = known?.member ?? null;
  const use = { at: JULY, member, kinds: ["code", "member"] };
  const asked = wish();

  const now = await quoteHere(asked, assortment, use);
  const [offer, ...others] = await offersHere(asked, now, assortment, use);

  expect(offer).toMatchObject({ code: "OWN", saving_minor: 100, refusal: "" });
  expect(others).toEqual([]);
  const used = await quoteHere(wish(["OWN"]), assortment, use);
  expect([used.total_minor, used.refused_coupons]).toEqual([880, []]);
  expect(await offersHere(wish(["OWN"]), used, assortment, use)).toEqual([]);
  const nobody = await quoteHere(wish(["OWN"]), assortment, { ...use, member: null });
  expect([nobody.total_minor, nobody.refused_coupons.length]).toEqual([980, 1]);
});

test("a coupon that would push another one out, or whose kind needs the network, takes nothing off and says why", async () => {
  await tellAll();
  const member = (await memberHere(NUMBER, assortment, JULY))?.member ?? null;
  const both = { at: JULY, member, kinds: ["code", "member"] };
  const withCode = await quoteHere(wish(["CODE"]), assortment, both);

  const [pushing] = await offersHere(wish(["CODE"]), withCode, assortment, both);
  const onlyCodes = { ...both, kinds: ["code"] };
  const [refused] = await offersHere(
    wish(),
    await quoteHere(wish(), assortment, both),
    assortment,
    onlyCodes,
  );

  expect([pushing?.saving_minor, pushing?.refusal === ""]).toEqual([0, false]);
  expect([refused?.saving_minor, refused?.refusal === ""]).toEqual([0, false]);
});

test("a lost till forgets every member, and begins anew should it be found", async () => {
  await tellAll();

  await forgetPeople(database);

  expect(await database.members.count()).toBe(0);
  expect((await assortment.state("members")).cursor).toBe("");
  expect(await assortment.count()).toBe(1);
});

test("members are forgotten alone with the end of a sign-in, lists and prices stay", async () => {
  await tellAll();
  await database.setNote("session", { token: "kept" });

  await forgetMembers(database);

  expect(await assortment.member(NUMBER)).toBeUndefined();
  expect(await database.note("session")).toEqual({ token: "kept" });
  expect(await assortment.count()).toBe(1);
});

test("training knows the practice member and none of the store's", async () => {
  await tellAll();
  const practice = new PracticeShelf(assortment);

  expect(await memberHere(NUMBER, practice, JULY)).toBeNull();
  const known = await memberHere(CARD, practice, JULY);
  expect(known?.member).toMatchObject({ member_number: CARD, points_balance: 120 });
  expect(known?.member.coupons.length).toBe(1);
});
