"use client";

import { useTranslations } from "next-intl";

import type { Minutes } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { useWriteMinutes } from "../hooks/use-minutes";

/** The transcript was put right after the minutes were written from it: they can be written anew, and what people wrote stays. */
export function StaleNotice({ minutes }: { minutes: Minutes }) {
  const t = useTranslations("minutes.stale");
  const say = useSay();
  const complaint = useComplaint();
  const write = useWriteMinutes(minutes.meeting_id);
  if (minutes.transcript_revision === minutes.revision) return null;
  const again = () =>
    write.mutate(
      { version: minutes.version },
      { onSuccess: () => say(t("done")), onError: (error) => say(complaint(error)) },
    );
  return (
    <Notice
      kind="doubt"
      action={
        minutes.state === "draft" && (
          <Button size="sm" disabled={write.isPending} onClick={again}>
            {write.isPending ? t("writing") : t("again")}
          </Button>
        )
      }
    >
      {minutes.state === "draft" ? t("draft") : t("closed")}
    </Notice>
  );
}
