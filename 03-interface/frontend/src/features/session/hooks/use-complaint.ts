"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { Problem, Unreachable } from "@/api/problem";

/** Turns what went wrong into a sentence: the API's own where it gave one, ours where none came. */
export function useComplaint(): (error: unknown) => string {
  const t = useTranslations("errors");
  return useCallback(
    (error) => {
      if (error instanceof Problem) return error.message;
      if (error instanceof Unreachable) return t("unreachable");
      return t("unreadable");
    },
    [t],
  );
}
