"use client";

import { useTranslations } from "next-intl";

import type { Minutes } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { WriteForm } from "./write-form";
import { useWriteMinutes } from "../hooks/use-minutes";
import { useWriting } from "../hooks/use-writing";

/** Writes the draft anew, in another form or language if wanted; what people wrote stays. */
export function AgainDialog({ minutes, onClose }: { minutes: Minutes; onClose: () => void }) {
  const t = useTranslations("minutes.again");
  const complaint = useComplaint();
  const say = useSay();
  const write = useWriteMinutes(minutes.meeting_id);
  const { start } = useWriting(minutes.meeting_id);
  const trouble = write.error ?? start.error;
  return (
    <Dialog title={t("title")} onClose={onClose} wide>
      <p className="mb-5 text-ink-soft">{t("lead")}</p>
      <WriteForm
        language={minutes.language}
        template={minutes.template}
        busy={write.isPending || start.isPending}
        button={t("write")}
        onWrite={(how, writer) => {
          write.reset();
          start.reset();
          const asked = { ...how, version: minutes.version };
          if (writer === "model") start.mutate(asked, { onSuccess: onClose });
          else
            write.mutate(asked, {
              onSuccess: () => {
                say(t("done"));
                onClose();
              },
            });
        }}
      />
      {trouble && (
        <div className="mt-4">
          <Notice kind="loss" announce>
            {complaint(trouble)}
          </Notice>
        </div>
      )}
    </Dialog>
  );
}
