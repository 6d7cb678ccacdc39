import { describe, expect, it } from "vitest";
import type { TenderKind } from "../api/shapes";
import { type Handed, standingOf, tenderedOf } from "./tendering";

function kind(code: string, rest: string, form = "voucher"): TenderKind {
  return {
    code,
    name: code,
    form,
    rest,
    refund_by: "itself",
    opens_drawer: false,
    is_counted: true,
    needs_reference: false,
    most_alone_minor: null,
    faces_minor: [],
  };
}

const KINDS = [kind("card", "refused", "card"), kind("gift", "kept"), kind("town", "change")];
const handed = (provider: string, amountMinor: number, pieces: number | null = null): Handed => ({
  uid: `${provider}-${amountMinor}`,
  provider,
  amountMinor,
  reference: "",
  pieces,
});

describe("standingOf", () => {
  it("leaves the rest to be paid in cash", () => {
    const standing = standingOf([handed("card", 700)], 980, KINDS);

    expect(standing).toMatchObject({ restMinor: 280, changeMinor: 0, wrong: null });
  });

  it("keeps the whole value of a certificate that gives no change", () => {
    const { parts, restMinor, wrong } = standingOf([handed("gift", 1_000, 1)], 980, KINDS);

    expect(parts).toEqual([
      { provider: "gift", amountMinor: 980, tenderedMinor: 1_000, changeMinor: 0, keptMinor: 20 },
    ]);
    expect([restMinor, wrong]).toEqual([0, null]);
  });

  it("gives change on a certificate that has it", () => {
    expect(standingOf([handed("town", 1_200, 1)], 980, KINDS).changeMinor).toBe(220);
  });

  it("takes certificates before a card, whatever was handed in first", () => {
    const { parts, wrong } = standingOf([handed("card", 480), handed("gift", 500, 1)], 980, KINDS);

    expect(parts.map(({ amountMinor }) => amountMinor)).toEqual([480, 500]);
    expect(wrong).toBeNull();
  });

  it.each([
    [[handed("card", 981)], "card-981"],
    [[handed("gift", 1_000, 1), handed("card", 20)], "card-20"],
    [[handed("gift", 500, 1), handed("gift", 1_000, 1)], "gift-500"],
    [[handed("gift", 1_500, 3)], "gift-1500"],
    [[handed("town", 10_000, 10)], "town-10000"],
    [[handed("town", 500, 1), handed("town", 1_000, 1)], "town-500"],
    [[handed("gift", 500, 1), handed("town", 1_000, 1)], "gift-500"],
  ])("names a tender that is more than is needed", (tenders, uid) => {
    expect(standingOf(tenders, 980, KINDS).wrong).toEqual({ kind: "too_large", uid });
  });

  it("names a tender that nobody takes any more", () => {
    expect(standingOf([handed("gone", 100)], 980, KINDS).wrong).toEqual({ kind: "unknown", uid: "gone-100" });
  });
});

describe("tenderedOf", () => {
  it("adds cash to what was handed in otherwise", () => {
    expect(tenderedOf([handed("card", 700), handed("gift", 500, 1)], 1_000)).toBe(2_200);
  });
});
