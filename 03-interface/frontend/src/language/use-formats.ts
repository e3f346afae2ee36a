"use client";

import { useLocale } from "next-intl";

import { createFormats, type Formats } from "./formats";

const made = new Map<string, Formats>();

/** The formats of the reader's language. For what is drawn in the browser only: it knows the reader's time zone. */
export function useFormats(): Formats {
  const locale = useLocale();
  // Made once: a list asks for them in each of its thousands of rows.
  let formats = made.get(locale);
  if (!formats) made.set(locale, (formats = createFormats(locale)));
  return formats;
}
