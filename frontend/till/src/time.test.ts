import { expect, test } from "vitest";
import { clock, dateIn, lastDay, lastTradingDay, moment, stamp } from "./time";

const TOKYO = "Asia/Tokyo";
const LATE_EVENING_UTC = "2026-07-03T16:05:00Z"; // 01:05 of the fourth in Tokyo

test("times are the store's, not the device's", () => {
  expect(clock(LATE_EVENING_UTC, TOKYO, "ja")).toBe("01:05");
  expect(dateIn(LATE_EVENING_UTC, TOKYO)).toBe("2026-07-04");
  expect(stamp(LATE_EVENING_UTC, TOKYO)).toBe("2026/07/04 01:05");
});

test("midnight is 00, not 24", () => {
  expect(clock("2026-07-03T15:00:00Z", TOKYO, "ja")).toBe("00:00");
});

test("another day is named before the clock", () => {
  const now = new Date("2026-07-04T03:00:00Z");

  expect(moment(LATE_EVENING_UTC, TOKYO, "ja", now)).toBe("01:05");
  expect(moment("2026-07-05T01:00:00Z", TOKYO, "ja", now)).toBe("7/5(日) 10:00");
});

test("what is kept until the end of a night of trade is kept until closing time of the day before", () => {
  expect(lastTradingDay("2026-11-25T20:00:00Z", TOKYO, "ja")).toBe("11/25(水)"); // 05:00 of the 26th
  expect(lastTradingDay("2026-11-25T15:00:00Z", TOKYO, "ja")).toBe("11/25(水)"); // midnight
});

test("what is valid until midnight ends the day before", () => {
  expect(lastDay("2026-07-04T15:00:00Z", TOKYO, "ja")).toBe("7/4(土)");
});
