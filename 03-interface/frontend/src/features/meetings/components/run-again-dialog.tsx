"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Meeting } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

import { readDetails } from "../details-form";
import { LanguageField } from "./language-field";
import { SpeakersField } from "./speakers-field";
import { useRunActions } from "../hooks/use-meetings";

/** Runs a recording once more, told better what is in it. */
export function RunAgainDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useTranslations("meetings");
  const { start } = useRunActions();
  const asked = meeting.run?.settings.speakers ? meeting.run.settings : meeting;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { language, speakers, speakersMost } = readDetails(new FormData(event.currentTarget));
    start.mutate({ meetingId: meeting.id, settings: { language, speakers, speakers_most: speakersMost } }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("runAgainTitle")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <p className="text-ink-soft">{meeting.revision !== null ? t("runAgainKeeps") : t("runAgainResumes")}</p>
        <LanguageField defaultValue={meeting.run?.settings.language ?? meeting.language} />
        <SpeakersField speakers={asked.speakers} most={asked.speakers_most} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={start.isPending}>
            {t("run")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
