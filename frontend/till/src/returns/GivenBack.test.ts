import { expect, it } from "vitest";
import type { GivenBack } from "../api/shapes";
import { terminalWords } from "./GivenBack";

const back = (more: Partial<GivenBack>): GivenBack => ({
  provider: "card",
  amount_minor: 980,
  is_sent: false,
  name: "",
  reference: "",
  kept_minor: 0,
  is_voucher: false,
  ...more,
});

it("says what is handed back whole and what goes back on a terminal, and nothing of cash or what is sent", () => {
  const words = terminalWords([
    back({ name: "Gift", kept_minor: 20, is_voucher: true }),
    back({ name: "Card" }),
    back({ provider: "cash" }),
    back({ name: "Bank", is_sent: true }),
  ]);

  expect(words).toEqual([
    expect.stringMatching(/^Gift: hand back certificates of .*1,000\.$/),
    expect.stringMatching(/^Card: give back .*980 there\.$/),
  ]);
});
