import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { isConnected } from "../api/client";
import { NotConnected } from "../api/problem";
import type { Home, Quote, Variant } from "../api/shapes";
import * as till from "../api/till";
import { OpenSale } from "./open_sale";

const HOME = { name: "田中 一郎", postal_code: "150-0041" } as unknown as Home;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  isConnected.value = true;
});

test("no money is taken for goods that are sent home while nobody can say whether they can be", () => {
  vi.useFakeTimers();
  const asked = vi.spyOn(till, "quote").mockRejectedValue(new NotConnected());
  const sale = new OpenSale("counter", undefined);
  sale.add({ sku: "100042", name: "コーヒー豆", price_minor: 980, tax_rate_bp: 800 } as unknown as Variant);
  sale.setHome(HOME);
  sale.quote.value = { lines: [] } as unknown as Quote;
  sale.isFresh.value = true;
  expect([sale.isPayable.value, sale.needsConnection.value]).toEqual([true, false]);

  isConnected.value = false;
  expect([sale.isPayable.value, sale.needsConnection.value]).toEqual([false, true]);
  asked.mockClear();
  vi.advanceTimersByTime(200);
  expect(asked).toHaveBeenCalledTimes(1);

  sale.setHome(null);
  sale.isFresh.value = true;
  expect([sale.isPayable.value, sale.needsConnection.value]).toEqual([true, false]);
  sale.rest();
});
