"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { useSay } from "@/ui/toasts";

import { MOST, type Gathered } from "../gathered";

/** Says what of a folder is not sent, where there is something, and that there is no recording in it where there is none. */
export function useLeftOut(): (found: Gathered) => void {
  const t = useTranslations("upload");
  const say = useSay();
  return useCallback(
    ({ recordings, others, tooMany }) => {
      if (recordings.length === 0) say(t("noneFound"));
      else if (others > 0) say(t("leftOut", { count: others }));
      if (tooMany) say(t("tooMany", { most: MOST }));
    },
    [say, t],
  );
}
