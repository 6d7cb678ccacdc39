import { expect, test } from "vitest";
import { newUid } from "./ids";

test("uids are UUIDs of version 7, all different, in the order they were made", () => {
  const uids = Array.from({ length: 2_000 }, newUid);

  expect(
    uids.every((uid) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uid)),
  ).toBe(true);
  expect(new Set(uids).size).toBe(uids.length);
  expect([...uids].sort()).toEqual(uids);
});
