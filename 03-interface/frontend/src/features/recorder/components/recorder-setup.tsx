"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore, type FormEvent } from "react";

import { LanguageField } from "@/features/meetings/components/language-field";
import { useSessionState } from "@/features/session/hooks/connection";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";

import { MicrophoneField } from "./microphone-field";
import { useRecorder, useRecorderState } from "../hooks/recorder-provider";
import { canShareTab } from "../sound";

const never = () => () => undefined;

/** What is asked before a recording: everything has an answer already, and Enter begins. */
export function RecorderSetup({ impossible }: { impossible: boolean }) {
  const t = useTranslations("recorder");
  const formats = useFormats();
  const recorder = useRecorder();
  const session = useSessionState();
  const { phase } = useRecorderState();
  const [microphone, setMicrophone] = useState<string | null>(null);
  const shares = useSyncExternalStore(never, canShareTab, () => false);

  const begin = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (session.status !== "open") return;
    const form = new FormData(event.currentTarget);
    void recorder.begin({
      account: session.session.account.id,
      title: String(form.get("title") ?? "").trim() || t("defaultTitle", { moment: formats.moment(new Date().toISOString()) }),
      language: String(form.get("language") ?? "") || null,
      wanted: { microphone, tab: form.get("tab") !== null },
    });
  };

  return (
    <form onSubmit={begin} className="flex max-w-2xl flex-col gap-5 rounded-lg border border-rule bg-surface p-5 wide:p-6">
      <Field label={t("meetingTitle")} hint={t("meetingTitleHint")} name="title" maxLength={200} autoComplete="off" />
      <div className="grid gap-5 wide:grid-cols-2">
        <LanguageField defaultValue={null} />
        <MicrophoneField value={microphone} onChange={setMicrophone} allowed={false} />
      </div>
      {shares && (
        <label className="flex items-start gap-3">
          <input type="checkbox" name="tab" className="mt-1 size-4 shrink-0" />
          <span>
            <span className="block font-semibold">{t("tab")}</span>
            <span className="block text-xs text-ink-muted">{t("tabHint")}</span>
          </span>
        </label>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-rule pt-5">
        <Button type="submit" look="primary" icon="microphone" disabled={phase !== "idle" || impossible}>
          {t("start")}
        </Button>
        <p role="status" className="text-ink-muted">
          {phase === "asking" ? t("asking") : t("consent")}
        </p>
      </div>
    </form>
  );
}
