"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { Problem, Unreachable, UploadGone } from "@/api/problem";

/** Turns what went wrong into a sentence: the API's own where it gave one, ours where none came. */
export function useComplaint(): (error: unknown) => string {
  const t = useTranslations("errors");
  return useCallback(
    (error) => {
      if (error instanceof Problem && error.message) return error.message;
      if (error instanceof Problem && error.code === "session_invalid") return t("sessionOver");
      if (error instanceof UploadGone) return t("uploadGone");
      if (error instanceof Unreachable) return t("unreachable");
      return t("unreadable");
    },
    [t],
  );
}
