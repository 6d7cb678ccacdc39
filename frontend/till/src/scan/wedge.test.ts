import { expect, test } from "vitest";
import { codeInField, Wedge } from "./wedge";

/** Presses the keys and then Enter, with this gap between them; answers what the Enter brought. */
function type(wedge: Wedge, text: string, gapMs: number, startAt = 1_000): string | null {
  let at = startAt;
  for (const key of text) {
    wedge.press(key, at);
    at += gapMs;
  }
  return wedge.press("Enter", at);
}

test("a fast run that ends in Enter is a scan", () => {
  expect(type(new Wedge(), "4901234567894", 8)).toBe("4901234567894");
});

test("a person's typing is not", () => {
  expect(type(new Wedge(), "4901234567894", 90)).toBeNull();
});

test("a few fast keys are not", () => {
  expect(type(new Wedge(), "12345", 5)).toBeNull();
});

test("what was typed slowly before the scan does not belong to it", () => {
  const wedge = new Wedge();
  wedge.press("x", 0);

  expect(type(wedge, "2000001000427", 8, 5_000)).toBe("2000001000427");
});

test("Shift and other keys without a character are no part of the code", () => {
  const wedge = new Wedge();
  let at = 0;
  for (const key of ["Shift", "M", "Shift", "0", "0", "0", "1", "2"]) {
    at += 6;
    wedge.press(key, at);
  }

  expect(wedge.press("Enter", at + 6)).toBe("M00012");
});

test("each scan is its own", () => {
  const wedge = new Wedge();
  type(wedge, "4901234567894", 8);

  expect(type(wedge, "2000001000427", 8, 1_130)).toBe("2000001000427");
});

test("a key that a busy device delivers late does not cut a scan in two", () => {
  const wedge = new Wedge();
  wedge.press("2", 0);

  expect(type(wedge, "000001000427", 8, 120)).toBe("2000001000427");
});

test("in its own field a scan is all that the field holds, unless that was a search in words", () => {
  expect(codeInField("2000001000427", "000001000427")).toBe("2000001000427");
  expect(codeInField("コーヒ2000001000427", "2000001000427")).toBe("2000001000427");
});
