import { expect, test } from "vitest";
import vectors from "../../../../src/noren/catalog/vectors/gs1.json";
import { codeIn, gtinNumber } from "./codes";
import { expiryDate, isExpired, readGs1, SEPARATOR } from "./gs1";

test("every code of the vectors says here what it says on the server", () => {
  const said = Object.fromEntries(vectors.codes.map(({ why, scanned }) => [why, readGs1(scanned)]));

  expect(said).toEqual(Object.fromEntries(vectors.codes.map(({ why, said }) => [why, said])));
});

test.each(vectors.days)("$expires seen on $today: $why", ({ expires, today, last_day, is_expired }) => {
  expect(expiryDate(expires, today)).toBe(last_day);
  expect(isExpired({ gtin: "04901234567894", expires, lot: "", serial: "" }, today)).toBe(is_expired);
});

test("drawn codes are read as they were written, as a string and as a link", () => {
  const draw = drawing(7);
  const signs = "!\"%&'()*+,-./09:;<=>?AZ_az";
  const word = () => Array.from({ length: draw(20) }, () => signs[draw(signs.length)]).join("");
  for (let turn = 0; turn < 500; turn += 1) {
    const digits = Array.from({ length: 13 }, () => draw(10)).join("");
    const gtin = Array.from({ length: 10 }, (_, last) => digits + last).find((one) => readGs1(`]C101${one}`));
    const code = {
      gtin: gtin ?? "",
      expires: turn % 3 ? `2701${10 + draw(20)}` : "",
      lot: word(),
      serial: word(),
    };
    const lot = code.lot && `10${code.lot}${SEPARATOR}`;
    const text = `]d201${gtin}${code.expires && `17${code.expires}`}${lot}${code.serial && `21${code.serial}`}`;
    const escaped = (value: string) => [...value].map((one) => `%${one.charCodeAt(0).toString(16)}`).join("");
    const path = `${code.lot && `/10/${escaped(code.lot)}`}${code.serial && `/21/${escaped(code.serial)}`}`;

    expect(readGs1(text)).toEqual(code);
    expect(readGs1(`https://a.example/01/${gtin}${path}${code.expires && `?17=${code.expires}`}`)).toEqual(
      code,
    );
  }
});

test("a GS1 code finds the number that its digits find", () => {
  expect(gtinNumber("]d2010490123456789417270131")).toBe("4901234567894");
  expect(codeIn("https://id.gs1.org/01/04901234567894/10/A?code=other")).toBe("04901234567894");
});

/** Whole numbers below a limit, the same each time. */
function drawing(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}
