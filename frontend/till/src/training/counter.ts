/** Answers in the server's place while somebody trains: what a sale over the counter asks; what a room asks is answered by its own module. */

import { cardNumberIn } from "../alone/cards";
import { variantHere, variantsHere } from "../alone/find_here";
import { shelf } from "../alone/here";
import { quoteHere } from "../alone/quote_here";
import type { Inside } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { Quote, QuoteWish, Resolved } from "../api/shapes";
import { t } from "../i18n";
import type { Asked } from "./asked";
import { isAway } from "./away";
import { answerDrawer } from "./drawer";
import { answerPickups, isPracticePickup, practiceOrder, quoteOfPickup } from "./pickup";
import { refusal } from "./refusal";
import { answerReturns } from "./returns";
import { CARD, COUPON, offersFor, practiceMember } from "./shelf";

/** Who answers what is asked below a path. */
const ROOMS: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  shifts: answerDrawer,
  pickups: answerPickups,
  returnable: answerReturns,
  returns: answerReturns,
  receipts: answerReturns,
};

/**
 * The practice server.
 *
 * @throws Problem what training has not got
 * @throws NotConnected while the exercise is without a network
 */
export const answerPractice: Inside = async ({ method, path, body }) => {
  if (isAway.peek()) throw new NotConnected();
  const [at = "", query] = path.split("?");
  const asked = new URLSearchParams(query);
  const room = ROOMS[at.split("/")[1] ?? ""];
  // Nobody practices beside another till: who is there, and what they tick off, is told nobody.
  if (method !== "GET" && method !== "POST") throw refusal();
  if (room) return room({ method, path: at, query: asked, body });
  switch (`${method} ${at}`) {
    case "GET /resolve":
      return resolve(asked.get("code") ?? "");
    case "GET /search":
      return { variants: await variantsHere(asked.get("q") ?? "") };
    case "GET /sales":
      // Nothing was sold here: what was practised is no sale of today.
      return { sales: [], returns: [] };
    case "POST /quote":
      return quote(body as QuoteWish);
    default:
      throw refusal();
  }
};

async function resolve(code: string): Promise<Resolved> {
  const card = cardNumberIn(code);
  if (card === CARD) return { kind: "member", member: practiceMember() };
  if (card)
    throw new Problem(0, "not_in_training", t("Training has no real members: use the practice card."));
  if (isPracticePickup(code)) return { kind: "pickup", order: await practiceOrder() };
  const variant = await variantHere(code);
  if (!variant)
    throw new Problem(404, "code_unknown", t("Nothing has the code or name “%(code)s”.", { code }));
  return { kind: "variant", variant };
}

async function quote(wish: QuoteWish): Promise<Quote> {
  if (wish.order_uid) return quoteOfPickup(wish);
  const member = wish.customer_uid === practiceMember().uid ? practiceMember() : null;
  const use = { at: new Date(), member, kinds: ["member"] };
  const told = await quoteHere(wish, shelf(), use);
  if (!member || wish.coupon_codes?.includes(COUPON)) return told;
  const withCoupon = await quoteHere({ ...wish, coupon_codes: [COUPON] }, shelf(), use);
  return { ...told, offers: offersFor(wish, told, withCoupon) };
}
