"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";

import { createFormats, type Formats } from "./formats";

/** The formats of the reader's language. For what is drawn in the browser only: it knows the reader's time zone. */
export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => createFormats(locale), [locale]);
}
