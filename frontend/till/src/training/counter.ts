/** Answers in the server's place while somebody trains: the few things that a sale over the counter asks. */

import { cardNumberIn } from "../alone/cards";
import { variantHere, variantsHere } from "../alone/find_here";
import { shelf } from "../alone/here";
import { quoteHere } from "../alone/quote_here";
import type { Inside } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { Quote, QuoteWish, Resolved } from "../api/shapes";
import { t } from "../i18n";
import { isAway } from "./away";
import { CARD, COUPON, offersFor, practiceMember } from "./shelf";

/**
 * The practice server.
 *
 * @throws Problem what training has not got
 * @throws NotConnected while the exercise is without a network
 */
export const answerPractice: Inside = async ({ method, path, body }) => {
  if (isAway.peek()) throw new NotConnected();
  const [at, query] = path.split("?");
  const asked = new URLSearchParams(query);
  switch (`${method} ${at}`) {
    case "GET /resolve":
      return resolve(asked.get("code") ?? "");
    case "GET /search":
      return { variants: await variantsHere(asked.get("q") ?? "") };
    case "POST /quote":
      return quote(body as QuoteWish);
    default:
      throw new Problem(0, "not_in_training", t("This is not part of training. End training first."));
  }
};

async function resolve(code: string): Promise<Resolved> {
  const card = cardNumberIn(code);
  if (card === CARD) return { kind: "member", member: practiceMember() };
  if (card)
    throw new Problem(0, "not_in_training", t("Training has no real members: use the practice card."));
  const variant = await variantHere(code);
  if (!variant)
    throw new Problem(404, "code_unknown", t("Nothing has the code or name “%(code)s”.", { code }));
  return { kind: "variant", variant };
}

async function quote(wish: QuoteWish): Promise<Quote> {
  const member = wish.customer_uid === practiceMember().uid ? practiceMember() : null;
  const use = { at: new Date(), member, kinds: ["member"] };
  const told = await quoteHere(wish, shelf(), use);
  if (!member || wish.coupon_codes?.includes(COUPON)) return told;
  const withCoupon = await quoteHere({ ...wish, coupon_codes: [COUPON] }, shelf(), use);
  return { ...told, offers: offersFor(wish, told, withCoupon) };
}
