/** Times on the screen, in the store's own clock. */

function format(iso: string, zone: string, language: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(new Date(iso));
}

/** The store's date of an instant, `2026-07-04`, for comparing. */
export function dateIn(at: Date | string, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(at));
}

/** `14:05`. */
export function clock(iso: string, zone: string, language: string): string {
  return format(iso, zone, language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** `7/4(土)` or `Sat, 7/4`. */
export function day(iso: string, zone: string, language: string): string {
  return format(iso, zone, language, { month: "numeric", day: "numeric", weekday: "short" });
}

/** The clock alone today, the day before it otherwise. */
export function moment(iso: string, zone: string, language: string, now: Date): string {
  const time = clock(iso, zone, language);
  return dateIn(iso, zone) === dateIn(now, zone) ? time : `${day(iso, zone, language)} ${time}`;
}

/** The moment of a receipt with its year: `2026年7月4日(土) 14:05`. */
export function longMoment(iso: string, zone: string, language: string): string {
  const date = format(iso, zone, language, {
    year: "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
  });
  return `${date} ${clock(iso, zone, language)}`;
}

/** The date and time of a receipt: `2026/07/04 14:05`. */
export function stamp(iso: string, zone: string): string {
  return `${dateIn(iso, zone).replaceAll("-", "/")} ${clock(iso, zone, "en")}`;
}

/** The last day of trade before an end that falls into the night after it, as the shop's pages say it. */
export function lastTradingDay(until: string, zone: string, language: string): string {
  return day(new Date(Date.parse(until) - 13 * 60 * 60 * 1_000).toISOString(), zone, language);
}

/** The last day of a time that ends before `until`. */
export function lastDay(until: string, zone: string, language: string): string {
  return day(new Date(Date.parse(until) - 1).toISOString(), zone, language);
}
