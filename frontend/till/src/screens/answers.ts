/** What the server said to the last try of a sale that is not booked, in words. */
import type { Envelope } from "../data/db";
import { t } from "../i18n";

/** The refusal, else what kind of answer it was that says nothing about the sale. */
export function answerOf({ lastAnswer }: Pick<Envelope, "lastAnswer">): string {
  if (lastAnswer?.refusal) return lastAnswer.refusal;
  const status = lastAnswer?.status ?? null;
  if (status === null) return t("No answer");
  if (status === 401) return t("The sign-in ran out");
  if (status >= 500 && status !== 503) return t("A fault of the server (HTTP %(status)s)", { status });
  return t("The server is busy");
}
