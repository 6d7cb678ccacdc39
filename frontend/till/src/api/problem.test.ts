import { expect, test } from "vitest";
import { NotConnected, Problem, problemOf } from "./problem";

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const type = { "Content-Type": "application/problem+json" };
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...headers } });
}

test("a refusal keeps its code, its words and the field at fault", async () => {
  const field = "lines.0.quantity";
  const told = { code: "out_of_stock", detail: "Only 1 is left.", field, errors: [], available: 1 };

  const problem = await problemOf(answer(409, told));

  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 409, code: "out_of_stock", message: "Only 1 is left.", field });
  expect((problem as Problem).details.available).toBe(1);
});

test("each of several fields has its own sentence", async () => {
  const errors = [
    { field: "phone", code: "phone_invalid", message: "Not a phone number." },
    { field: "email", code: "email_invalid", message: "Not an e-mail address." },
  ];

  const problem = await problemOf(
    answer(422, { code: "input_invalid", detail: "Look at the fields.", errors }),
  );

  expect((problem as Problem).at("email")).toBe("Not an e-mail address.");
  expect((problem as Problem).at("family_name")).toBeUndefined();
});

test.each([500, 502, 503, 504])(
  "an answer %i says nothing about the deed, so it is sent again",
  async (status) => {
    const problem = await problemOf(answer(status, { code: "internal", detail: "Sorry." }));

    expect(problem).toBeInstanceOf(NotConnected);
    expect(problem).toMatchObject({ status, retryAfterS: null });
  },
);

test("a busy server is asked again when it says", async () => {
  const problem = await problemOf(
    answer(409, { code: "busy", detail: "Try again." }, { "Retry-After": "2" }),
  );

  expect(problem).toMatchObject({ retryAfterS: 2 });
  expect(problem).toBeInstanceOf(NotConnected);
});

test("too many passwords is a refusal with words, not something to repeat", async () => {
  const told = { code: "too_many_tries", detail: "Please wait 60 seconds." };

  expect(await problemOf(answer(429, told, { "Retry-After": "60" }))).toMatchObject({
    code: "too_many_tries",
  });
});

test("a refusal that is no problem document still has a code", async () => {
  const problem = await problemOf(new Response("<h1>Not found</h1>", { status: 404 }));

  expect(problem).toMatchObject({ status: 404, code: "http_404" });
});
