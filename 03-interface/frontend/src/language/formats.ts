import type { Locale } from "./locale";

const NARROW = "\u202f";
const NO_BREAK = "\u00a0";

/** Numbers, sizes, durations and dates as readers of a language write them. */
export interface Formats {
  /** A length people speak of: `1 h 32`, `12 min`, `1 min 30`, `45 s` in French; `1h 32m`, `12 min`… in English. */
  duration(seconds: number): string;
  /** A wait as people guess it: by ten seconds, then by the minute, then as `duration`. */
  wait(seconds: number): string;
  /** A place on the recording: `0:07`, `12:41`, `1:32:07`. The same in both languages. */
  clock(seconds: number): string;
  /** `3,2 Go` or `3.2 GB`; thousands, as disks are sold. */
  size(bytes: number): string;
  /** `42 %` or `42%`; never 100 before the end. */
  percent(share: number): string;
  /** `3 novembre 2026` or `3 November 2026`. */
  day(iso: string): string;
  /** The day with its time of day. */
  moment(iso: string): string;
  /** The name of a language, from its ISO 639-1 code. */
  language(code: string): string;
  number(value: number): string;
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  const s = String(whole % 60).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}

function duration(seconds: number, locale: Locale): string {
  const space = locale === "fr" ? NARROW : NO_BREAK;
  // Rounded down, as a clock is: a recording of 47.8 s ends at 0:47 and lasts 47 s.
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole}${space}s`;
  const minutes = Math.floor(whole / 60);
  if (whole < 600 && whole % 60 !== 0) return `${minutes}${space}min${space}${String(whole % 60).padStart(2, "0")}`;
  if (minutes < 60) return `${minutes}${space}min`;
  const h = Math.floor(minutes / 60);
  const m = minutes % 60;
  if (locale === "fr") return m === 0 ? `${h}${NARROW}h` : `${h}${NARROW}h${NARROW}${String(m).padStart(2, "0")}`;
  return m === 0 ? `${h}h` : `${h}h${NO_BREAK}${m}m`;
}

function size(bytes: number, locale: Locale): string {
  const units = locale === "fr" ? ["octets", "Ko", "Mo", "Go", "To"] : ["bytes", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 1 && value < 99.5 ? 1 : 0;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  return `${number}${locale === "fr" ? NARROW : NO_BREAK}${units[unit] ?? ""}`;
}

/** The regional form of the locale that the browser prefers (`en-GB`), for dates; the plain locale elsewhere. */
function regional(locale: Locale, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().startsWith(`${locale}-`)) ?? (locale === "en" ? "en-GB" : locale);
}

/** Made when it is first used, and kept: a browser takes up to tens of milliseconds for each, and few screens use all. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function createFormats(
  locale: Locale,
  preferred: readonly string[] = typeof navigator === "undefined" ? [] : navigator.languages,
  timeZone?: string,
): Formats {
  const region = regional(locale, preferred);
  const day = once(() => new Intl.DateTimeFormat(region, { day: "numeric", month: "long", year: "numeric", timeZone }));
  const time = once(() => new Intl.DateTimeFormat(region, { hour: "numeric", minute: "2-digit", timeZone }));
  const languages = once(() => new Intl.DisplayNames(locale, { type: "language", fallback: "code" }));
  const plain = once(() => new Intl.NumberFormat(locale));
  const timeOf = (date: Date) =>
    locale === "fr"
      ? time()
          .formatToParts(date)
          .map(({ type, value }) => (type === "literal" ? `${NARROW}h${NARROW}` : value))
          .join("")
      : time().format(date);
  return {
    duration: (seconds) => duration(seconds, locale),
    wait: (seconds) => duration(seconds < 50 ? Math.max(10, Math.ceil(seconds / 10) * 10) : Math.round(seconds / 60) * 60 || 60, locale),
    clock,
    size: (bytes) => size(bytes, locale),
    percent: (share) => {
      const whole = share >= 1 ? 100 : Math.min(99, Math.max(0, Math.floor(share * 100)));
      return locale === "fr" ? `${whole}${NARROW}%` : `${whole}%`;
    },
    day: (iso) => day().format(new Date(iso)),
    moment: (iso) => {
      const date = new Date(iso);
      return locale === "fr" ? `${day().format(date)} à ${timeOf(date)}` : `${day().format(date)}, ${timeOf(date)}`;
    },
    language: (code) => {
      try {
        return languages().of(code) ?? code;
      } catch {
        return code;
      }
    },
    number: (value) => plain().format(value),
  };
}
