"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Meeting } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { PRESETS, readAgain } from "../run-again";
import { LanguageField } from "./language-field";
import { SpeakersField } from "./speakers-field";
import { useRunActions } from "../hooks/use-meetings";

/** Runs a recording once more, told better what is in it, or with more or less work put into it. */
export function RunAgainDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useTranslations("meetings");
  const complaint = useComplaint();
  const { start } = useRunActions();
  const before = meeting.run?.settings;
  const asked = before?.speakers ? before : meeting;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    start.mutate({ meetingId: meeting.id, settings: readAgain(new FormData(event.currentTarget)) }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("runAgainTitle")} onClose={onClose} wide>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {start.isError && (
          <Notice kind="loss" announce>
            {complaint(start.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{meeting.revision !== null ? t("runAgainKeeps") : t("runAgainResumes")}</p>
        <div className="grid gap-5 wide:grid-cols-2">
          <LanguageField defaultValue={before?.language ?? meeting.language} />
          <SpeakersField speakers={asked.speakers} most={asked.speakers_most} />
          <Select label={t("preset")} name="preset" defaultValue={before?.preset ?? ""} hint={t("presetHint")}>
            <option value="">{t("presets.own")}</option>
            {PRESETS.map((preset) => (
              <option key={preset} value={preset}>
                {t(`presets.${preset}`)}
              </option>
            ))}
          </Select>
          <Field label={t("glossary")} hint={t("glossaryHint")} name="glossary" autoComplete="off" defaultValue={before?.glossary.join(", ")} />
        </div>
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
