"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { MOST, type Gathered } from "../gathered";

/** Tells what of a folder is not sent; nothing where all of it is. */
export function useLeftOut(): (found: Gathered) => string {
  const t = useTranslations("upload");
  return useCallback(
    ({ recordings, others, tooMany }) => {
      if (recordings.length === 0) return t("noneFound");
      return [others > 0 && t("leftOut", { count: others }), tooMany && t("tooMany", { most: MOST })].filter(Boolean).join(" ");
    },
    [t],
  );
}
