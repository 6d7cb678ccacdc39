import { expect, test } from "vitest";
import { EXERCISES } from "./exercises";
import type { Seen, SeenPickup, SeenSale, SeenShift } from "./seen";
import { CARD, COUPON, NOTEBOOK, RICE, TEA } from "./shelf";
import type { Exercise } from "./steps";

const NOTHING: Seen = {
  pieces: {},
  hasMember: false,
  couponCodes: [],
  isPricedHere: false,
  heldCount: 0,
  sales: [],
  isReceiptShown: false,
  isConnected: true,
  shift: null,
  pickup: null,
  back: null,
  screen: "sale",
};
const SALE: SeenSale = {
  pieces: { [TEA]: 1, [RICE]: 1 },
  totalMinor: 318,
  tenderedMinor: 1_000,
  hasMember: false,
  couponCodes: [],
  isWaiting: false,
};

const SHIFT: SeenShift = {
  openingMinor: 4_400,
  purposes: [],
  deltasMinor: [],
  checks: [],
  differenceMinor: null,
};

const PICKUP: SeenPickup = { status: "placed", picked: {}, isCodeChecked: false };
const PICKED = { [TEA]: 2, [NOTEBOOK]: 1 };

const seen = (changes: Partial<Seen>): Seen => ({ ...NOTHING, ...changes });
const sold = (...sales: Partial<SeenSale>[]) =>
  seen({ sales: sales.map((one) => ({ ...SALE, ...one })), isReceiptShown: true });
const shift = (changes: Partial<SeenShift>) => seen({ shift: { ...SHIFT, ...changes }, screen: "shift" });
const STAMPS = { purposes: ["petty"], deltasMinor: [-500] };
const pickup = (screen: Seen["screen"], changes: Partial<SeenPickup>) =>
  seen({ pickup: { ...PICKUP, ...changes }, screen });
const HANDED: Partial<SeenPickup> = { status: "completed", picked: PICKED, isCodeChecked: true };
const back = (screen: Seen["screen"], asked: Seen["pieces"] = {}, returned: Seen["pieces"] = {}) =>
  seen({ back: { asked, returned }, screen });
const ONE = { [NOTEBOOK]: 1 };
const left = (before: Seen) => ({ ...before, isReceiptShown: false });
const exercise = (code: string) => EXERCISES.find((one) => one.code === code) as Exercise;

/** By exercise: what is seen after each step was done as it should be. */
const WALKS: Record<string, Seen[]> = {
  "first-sale": [
    seen({ pieces: { [TEA]: 1 } }),
    seen({ pieces: { [TEA]: 1, [RICE]: 1 } }),
    sold({}),
    left(sold({})),
  ],
  "member-and-coupon": [
    seen({ pieces: { [TEA]: 1, [NOTEBOOK]: 1 } }),
    seen({ pieces: { [TEA]: 1, [NOTEBOOK]: 1 }, hasMember: true }),
    seen({ pieces: { [TEA]: 1, [NOTEBOOK]: 1 }, hasMember: true, couponCodes: [COUPON] }),
    sold({ hasMember: true, couponCodes: [COUPON] }),
    left(sold({ hasMember: true, couponCodes: [COUPON] })),
  ],
  "changing-a-list": [
    seen({ pieces: { [TEA]: 1, [RICE]: 1 } }),
    seen({ pieces: { [TEA]: 3, [RICE]: 1 } }),
    seen({ pieces: { [TEA]: 3 } }),
    seen({ pieces: { [TEA]: 3, [RICE]: 1 } }),
    sold({}),
    left(sold({})),
  ],
  "holding-a-list": [
    seen({ pieces: { [TEA]: 1 } }),
    seen({ heldCount: 1 }),
    seen({ heldCount: 1, pieces: { [NOTEBOOK]: 1 } }),
    { ...sold({ pieces: { [NOTEBOOK]: 1 } }), heldCount: 1 },
    { ...left(sold({ pieces: { [NOTEBOOK]: 1 } })), heldCount: 1 },
    { ...left(sold({ pieces: { [NOTEBOOK]: 1 } })), pieces: { [TEA]: 1 } },
    sold({ pieces: { [NOTEBOOK]: 1 } }, { pieces: { [TEA]: 1 } }),
    left(sold({ pieces: { [NOTEBOOK]: 1 } }, { pieces: { [TEA]: 1 } })),
  ],
  "without-network": [
    seen({ pieces: { [TEA]: 1 } }),
    seen({ pieces: { [TEA]: 1, [RICE]: 1 }, isConnected: false, isPricedHere: true }),
    { ...sold({ isWaiting: true }), isConnected: false },
    { ...left(sold({ isWaiting: true })), isConnected: false },
    left(sold({})),
  ],
  drawer: [
    shift({}),
    shift(STAMPS),
    shift({ ...STAMPS, checks: [0] }),
    shift({ ...STAMPS, checks: [0], differenceMinor: -100 }),
    { ...shift({ ...STAMPS, checks: [0], differenceMinor: -100 }), screen: "drawer" },
  ],
  pickup: [
    pickup("pickup", {}),
    pickup("pickup", { picked: PICKED }),
    pickup("pickup", { picked: PICKED, status: "ready" }),
    pickup("hand-over", { picked: PICKED, status: "ready", isCodeChecked: true }),
    { ...pickup("hand-over", HANDED), ...{ isReceiptShown: true, sales: [SALE] } },
    { ...pickup("sale", HANDED), sales: [SALE] },
  ],
  return: [
    back("returns"),
    back("return"),
    back("return", ONE),
    back("return", ONE, ONE),
    back("receipts", ONE, ONE),
  ],
};

test("every exercise has its walk here", () => {
  expect(Object.keys(WALKS)).toEqual(EXERCISES.map(({ code }) => code));
});

test.each(EXERCISES.map(({ code }) => code))(
  "%s goes on step by step, and never before the step was done",
  (code) => {
    const walk = WALKS[code] as Seen[];
    const { steps } = exercise(code);

    expect(steps).toHaveLength(walk.length);
    for (const [place, step] of steps.entries()) {
      expect(step.isDone(walk[place] as Seen), `step ${place + 1}, done`).toBe(true);
      expect(step.mistake?.(walk[place] as Seen) ?? null, `step ${place + 1}, no mistake`).toBeNull();
      expect(step.isDone(walk[place - 1] ?? NOTHING), `step ${place + 1}, not yet`).toBe(false);
    }
  },
);

test.each<[string, number, Seen]>([
  ["first-sale", 2, sold({ tenderedMinor: 500 })],
  ["first-sale", 2, sold({ pieces: { [TEA]: 1 } })],
  ["member-and-coupon", 3, sold({ hasMember: true })],
  ["member-and-coupon", 3, sold({ couponCodes: [COUPON] })],
  ["changing-a-list", 1, seen({ pieces: { [TEA]: 4, [RICE]: 1 } })],
  ["changing-a-list", 2, NOTHING],
  ["holding-a-list", 1, NOTHING],
  ["without-network", 4, { ...left(sold({ isWaiting: true }, { isWaiting: true })), isConnected: false }],
  ["drawer", 0, shift({ openingMinor: 4_000 })],
  ["drawer", 1, shift({ purposes: ["bank"], deltasMinor: [-500] })],
  ["drawer", 1, shift({ purposes: ["petty"], deltasMinor: [-50] })],
  ["drawer", 2, shift({ ...STAMPS, checks: [null] })],
  ["drawer", 2, shift({ ...STAMPS, checks: [0, 100] })],
  ["drawer", 3, shift({ ...STAMPS, checks: [0], differenceMinor: 0 })],
  ["return", 2, back("return", { [TEA]: 1 })],
  ["return", 2, back("return", { [TEA]: 1, ...ONE })],
  ["return", 3, back("return", ONE, { [TEA]: 1, ...ONE })],
])("a mistake is said and does not count as done: %s, step %i", (code, place, after) => {
  const step = exercise(code).steps[place];

  expect(step?.isDone(after)).toBe(false);
  expect(step?.mistake?.(after)).toEqual(expect.any(String));
});

test("what lies on the counter is all that an exercise asks for, and what lacks is pointed at", () => {
  for (const { things, steps } of EXERCISES) {
    const asked = steps.flatMap(({ at }) =>
      at(NOTHING).flatMap((one) => one.match(/data-thing="(.+)"/)?.[1] ?? []),
    );
    expect(things).toEqual(expect.arrayContaining([...new Set(asked)]));
  }
  expect(exercise("member-and-coupon").things).toContain(CARD);
  expect(exercise("first-sale").steps[1]?.at(seen({ pieces: { [TEA]: 1 } }))).toEqual([
    `[data-thing="${RICE}"]`,
  ]);
});
