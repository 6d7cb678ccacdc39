import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Session, SignedIn } from "../api/shapes";
import * as till from "../api/till";
import type { Envelope } from "../data/db";
import { database, stand } from "../state/device";
import { enrolled } from "../state/enrolled";
import { unsent } from "../state/finishing";
import { session } from "../state/session";
import { takeOverByPassword } from "./by_password";

const place = { store: { code: "S001", name: "渋谷店" }, register: { uid: "r", code: "01", name: "レジ1" } };

beforeEach(() => {
  stand.value = { storeCode: "S001", storeName: "渋谷店", registerCode: "01", registerName: "レジ1" };
  session.value = { staff: { uid: "a", code: "1001" }, ...place } as unknown as Session;
  vi.spyOn(till, "signIn").mockImplementation(
    async ({ staff_code }) =>
      ({ staff: { uid: staff_code, code: staff_code }, ...place, token: "t" }) as unknown as SignedIn,
  );
});

afterEach(async () => {
  vi.restoreAllMocks();
  enrolled.value = null;
  unsent.value = null;
  session.value = null;
  await database.notes.clear();
});

test("who takes over with a password signs in with the secret of the device", async () => {
  enrolled.value = { secret: "noren_device_x" } as never;

  expect(await takeOverByPassword("1002", "nagoya-castle")).toBeNull();

  expect(till.signIn).toHaveBeenCalledWith(expect.objectContaining({ device_secret: "noren_device_x" }));
  expect(session.value?.staff.code).toBe("1002");
});

test("while a sale is on its way only who rang it up goes on", async () => {
  unsent.value = { uid: "sale" } as Envelope;

  expect(await takeOverByPassword("1002", "nagoya-castle")).toEqual({ why: "sale_on_its_way" });
  expect(till.signIn).not.toHaveBeenCalled();
  expect(await takeOverByPassword("1001", "nagoya-castle")).toBeNull();
});
