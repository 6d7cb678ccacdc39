/** Why something did not happen, in words. */
import { isUidUsedUp, NotConnected, type Problem } from "../api/problem";
import { t } from "../i18n";

interface Props {
  failure: Problem | NotConnected | null;
  /** Inputs that say it themselves: a refusal of one of these is not repeated here. */
  saidAt?: readonly string[];
}

/** The sentence of a failure, in the chosen language. */
export function wordsOf(failure: Problem | NotConnected): string {
  if (failure instanceof NotConnected && failure.status === 500) {
    return t("The server has a fault. Try again; if it stays, tell who runs the shop's system.");
  }
  if (failure instanceof NotConnected) return t("Nobody answered. Check the connection, then try again.");
  if (isUidUsedUp(failure)) {
    return t("A sale under this number was already booked. Look at today's receipts, then finish again.");
  }
  return failure.message;
}

export function Failure({ failure, saidAt = [] }: Props) {
  if (!failure) return null;
  const isSaidElsewhere =
    !(failure instanceof NotConnected) && saidAt.some((field) => failure.at(field) !== undefined);
  if (isSaidElsewhere) return null;
  return (
    <p class="notice notice--hot" role="alert">
      {wordsOf(failure)}
    </p>
  );
}
