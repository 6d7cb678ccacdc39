/** What a code or a few words mean: asks the server, and keeps what it found for the scan bar to show. */
import { signal } from "@preact/signals";
import { cardNumberIn } from "../alone/cards";
import { type Found, variantHere, variantsHere } from "../alone/find_here";
import { pricesAsOf } from "../alone/here";
import { isConnected } from "../api/client";
import { NotConnected, Problem } from "../api/problem";
import type { Variant } from "../api/shapes";
import * as till from "../api/till";
import { Latest } from "../data/latest";
import { t } from "../i18n";
import { hushNews } from "../state/announce";
import { playRefused, playTaken } from "../state/sound";

/** How long the server is waited for, where this device may know goods itself. */
const PATIENCE_MS = 2_500;

/** Asks the server; where nobody answers, this device, which knows goods and the numbers of cards. */
async function resolveAnywhere(code: string): Promise<Found> {
  const isHere = pricesAsOf.peek() !== null;
  if (isHere && !isConnected.peek()) {
    const found = await resolveHere(code);
    if (found) return found;
  }
  try {
    return await till.resolveCode(code, isHere ? PATIENCE_MS : undefined);
  } catch (error) {
    const found = error instanceof NotConnected && isHere ? await resolveHere(code) : null;
    if (found) return found;
    throw error;
  }
}

async function resolveHere(code: string): Promise<Found | null> {
  const card = cardNumberIn(code);
  if (card) return { kind: "card", number: card };
  const variant = await variantHere(code);
  return variant && { kind: "variant", variant };
}

async function searchAnywhere(words: string, stop: AbortSignal): Promise<Variant[]> {
  if (pricesAsOf.peek() === null) return till.searchVariants(words, stop);
  if (!isConnected.peek()) return variantsHere(words);
  try {
    return await till.searchVariants(words, stop, PATIENCE_MS);
  } catch (error) {
    if (error instanceof NotConnected) return variantsHere(words);
    throw error;
  }
}

export class Finding {
  readonly text = signal("");
  /** Goods whose names fit the words; null while nobody looks for any. */
  readonly choices = signal<Variant[] | null>(null);
  /** The place of the one that the arrow keys reached; -1 while they reached none. */
  readonly active = signal(-1);
  /** Why the last code led nowhere. */
  readonly trouble = signal("");
  /** The code that nothing has, for a screen that can make something else of it. */
  readonly unknownCode = signal("");
  private readonly searching = new Latest(
    searchAnywhere,
    {
      onAnswer: (variants) => {
        this.show(variants);
      },
      onError: (error) => error instanceof NotConnected,
    },
    220,
  );

  /** Takes what is typed, and looks for goods by name unless it looks like a code. */
  type(text: string): void {
    this.text.value = text;
    this.trouble.value = "";
    this.unknownCode.value = "";
    const words = text.normalize("NFKC").trim();
    if (looksLikeWords(words)) this.searching.wish(words);
    else this.hideChoices();
  }

  hideChoices(): void {
    this.searching.cancel();
    this.show(null);
  }

  /** Moves to the next one of the goods found, or the one before; past the end it begins again. */
  move(step: 1 | -1): void {
    const count = this.choices.value?.length ?? 0;
    if (!count) return;
    const from = this.active.value < 0 && step < 0 ? 0 : this.active.value;
    this.active.value = (from + step + count) % count;
  }

  /** The one that the arrow keys reached. */
  get reached(): Variant | undefined {
    return this.choices.value?.[this.active.value];
  }

  private show(variants: Variant[] | null): void {
    this.choices.value = variants;
    this.active.value = -1;
  }

  clear(): void {
    this.type("");
  }

  /**
   * Answers what a code names, or null after saying why it names nothing.
   *
   * The field is left alone while it is asked: the next scan may be on its way into it.
   */
  async resolve(code: string, hasGoods: boolean): Promise<Found | null> {
    this.trouble.value = "";
    this.unknownCode.value = "";
    try {
      const found = await resolveAnywhere(code);
      playTaken();
      return found;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
      await this.explain(code, error, hasGoods);
      return null;
    }
  }

  private async explain(code: string, error: Problem | NotConnected, hasGoods: boolean): Promise<void> {
    if (error instanceof NotConnected && pricesAsOf.peek() !== null) {
      await this.explainHere(code, hasGoods);
    } else if (error instanceof NotConnected) {
      this.putBack(code);
      this.refuse(t("Nobody answered. Check the connection, then try again."));
    } else if (error.code !== "code_unknown") {
      this.refuse(error.message);
    } else {
      const variants = hasGoods ? await till.searchVariants(code).catch(() => []) : [];
      if (variants.length) {
        this.putBack(code);
        this.show(variants);
      } else this.refuse(t("Nothing has the code or name “%(code)s”.", { code }), code);
    }
  }

  /** Without a server: goods by words, or that this device does not know the code. */
  private async explainHere(code: string, hasGoods: boolean): Promise<void> {
    const variants = hasGoods ? await variantsHere(code).catch(() => []) : [];
    this.putBack(code);
    if (variants.length) this.show(variants);
    else this.refuse(t("This device does not know %(code)s.", { code }));
  }

  /** Shows the words again, unless something new is in the field already. */
  private putBack(words: string): void {
    if (!this.text.value) this.text.value = words;
  }

  /** Says why nothing came of what was scanned. */
  refuse(words: string, unknownCode = ""): void {
    hushNews();
    playRefused();
    this.trouble.value = words;
    this.unknownCode.value = unknownCode;
  }
}

/** Whether somebody is typing words: Japanese, or two letters and more; a number is a code until Enter says otherwise. */
export function looksLikeWords(text: string): boolean {
  return /[^\x20-\x7e]/.test(text) || (text.length >= 2 && /[a-z]/i.test(text));
}
