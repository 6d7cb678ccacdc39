import { expect, test } from "vitest";
import { type Given, missingOf } from "./sign_in";

const ALL: Given = { storeCode: "S001", registerCode: "1", staffCode: "0042", password: "noren-till" };

test("nothing is missing when all four are given", () => {
  expect(missingOf(ALL).size).toBe(0);
});

test.each<[Partial<Given>, string[]]>([
  [{ storeCode: "", registerCode: "" }, ["store"]],
  [{ registerCode: "" }, ["register"]],
  [{ staffCode: " 　" }, ["staff-code"]],
  [{ password: "" }, ["password"]],
  [{ registerCode: "", staffCode: "", password: "" }, ["register", "staff-code", "password"]],
])("%j lacks %j, the first first", (given, fields) => {
  expect([...missingOf({ ...ALL, ...given }).keys()]).toEqual(fields);
});
