import { expect, test } from "vitest";
import type { Coupon, CouponOffer } from "../api/shapes";
import { offersOf } from "./offers";

const coupon = (code: string): Coupon => ({
  code,
  name: code,
  benefit: "",
  valid_until: "2026-07-05T00:00:00Z",
  uses_left: 1,
});
const offer = (code: string, saving_minor: number, refusal = ""): CouponOffer => ({
  ...coupon(code),
  saving_minor,
  refusal,
});

test("what takes off most is held out first, three at most; the rest stays folded", () => {
  const codes = ["A", "B", "C", "D", "E"];
  const priced = [offer("A", 0, "no"), offer("B", 50), offer("C", 200), offer("D", 10), offer("E", 100)];

  const { fitting, others } = offersOf(codes.map(coupon), priced, []);

  expect(fitting.map(({ code }) => code)).toEqual(["C", "E", "B"]);
  expect(others.map(({ code }) => code)).toEqual(["D", "A"]);
  expect(others[1]?.refusal).toBe("no");
});

test("what is asked for already, or of nobody here, is not offered", () => {
  const { fitting, others } = offersOf([coupon("A"), coupon("B")], [offer("A", 50), offer("X", 90)], ["A"]);

  expect(fitting).toEqual([]);
  expect(others.map(({ code }) => code)).toEqual(["B"]);
});
