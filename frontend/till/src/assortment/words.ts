/** Goods by words, over all names of the assortment, at every keystroke. No database. */

export interface Named {
  code: string;
  name: string;
}

const ACCENTS = /[\u0300-\u036f]/g;
const KATAKANA = /[ァ-ヶ]/g;

/** Words as they are compared: width, case and accents do not count, nor whether kana are hiragana or katakana. */
export function foldWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(KATAKANA, (one) => String.fromCharCode(one.charCodeAt(0) - 96));
}

/** The folded names of goods, kept while goods come and go. */
export class WordIndex {
  // Two lists beside each other are walked several times as fast as a list of objects.
  private readonly codes: string[] = [];
  private readonly texts: string[] = [];
  private readonly places = new Map<string, number>();

  get size(): number {
    return this.places.size;
  }

  /** Adds goods, or gives them another name. */
  put({ code, name }: Named): void {
    const text = `${foldWords(name)}\n${foldWords(code)}`;
    const place = this.places.get(code);
    if (place !== undefined) {
      this.texts[place] = text;
      return;
    }
    this.places.set(code, this.codes.length);
    this.codes.push(code);
    this.texts.push(text);
  }

  /** Takes goods away; the last ones take their place. */
  remove(code: string): void {
    const place = this.places.get(code);
    const lastCode = this.codes.pop();
    const lastText = this.texts.pop();
    if (place === undefined || lastCode === undefined || lastText === undefined) {
      if (lastCode !== undefined) this.codes.push(lastCode);
      if (lastText !== undefined) this.texts.push(lastText);
      return;
    }
    this.places.delete(code);
    if (lastCode === code) return;
    this.codes[place] = lastCode;
    this.texts[place] = lastText;
    this.places.set(lastCode, place);
  }

  /** The codes of goods whose name or code has all the words, those first whose name begins with the first word. */
  find(typed: string, limit = 12): string[] {
    const words = foldWords(typed).split(/\s+/).filter(Boolean);
    const [first, ...others] = words;
    if (first === undefined) return [];
    const ahead: string[] = [];
    const behind: string[] = [];
    for (let place = 0; place < this.texts.length && ahead.length < limit; place += 1) {
      const text = this.texts[place] as string;
      const at = text.indexOf(first);
      if (at < 0 || (at > 0 && behind.length >= limit)) continue;
      if (!others.every((word) => text.includes(word))) continue;
      (at === 0 ? ahead : behind).push(this.codes[place] as string);
    }
    return [...ahead, ...behind].slice(0, limit);
  }
}
