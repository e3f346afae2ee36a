"use client";

import { useTranslations } from "next-intl";

import type { Run } from "@/api/types";

const DOTS: Record<Run["status"], string> = {
  PENDING: "bg-edge",
  PROCESSING: "bg-accent animate-pulse",
  COMPLETED: "bg-done",
  FAILED: "bg-loss",
  CANCELLED: "border border-edge",
};

/** Where a meeting stands, in a word and a dot. */
export function StatusMark({ status }: { status: Run["status"] }) {
  const t = useTranslations("runs");
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${DOTS[status]}`} />
      {t(`status.${status}`)}
    </span>
  );
}
