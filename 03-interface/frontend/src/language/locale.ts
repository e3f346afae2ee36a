/** The two languages of the interface, and how one is chosen for a reader. No path segment: the address of a meeting is the same for everybody. */
export const LOCALES = ["fr", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Written when a person chooses a language on this browser, or signs in to an account that has one. */
export const LOCALE_COOKIE = "scribe_language";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The reader's language: what they chose here, else the first one their browser asks for that we speak, else English. */
export function negotiate(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const asked = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const weight = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
      return { primary: tag.toLowerCase().split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return asked.map(({ primary }) => primary).find(isLocale) ?? "en";
}
