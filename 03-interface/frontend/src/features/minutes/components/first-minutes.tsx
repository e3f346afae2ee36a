"use client";

import { useTranslations } from "next-intl";

import type { Meeting } from "@/api/types";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Icon } from "@/ui/icons";
import { Notice } from "@/ui/notice";

import { WriteForm } from "./write-form";
import { WritingLine } from "./writing-line";
import { useWriteMinutes } from "../hooks/use-minutes";
import { useModelWriter, useWriting, useWritingRun } from "../hooks/use-writing";

const LESSONS = ["evidence", "yours", "sign"] as const;

/** No minutes are written yet: what they are, and in which form they are wanted. */
export function FirstMinutes({ meeting }: { meeting: Meeting }) {
  const t = useTranslations("minutes.first");
  const complaint = useComplaint();
  const write = useWriteMinutes(meeting.id);
  const { start } = useWriting(meeting.id);
  const hasModel = useModelWriter() !== null;
  const run = useWritingRun(meeting.id, hasModel);
  const isWriting = run !== null && !hasEnded(run);
  const trouble = write.error ?? start.error;
  return (
    <section className="rounded-lg border border-dashed border-edge bg-surface px-5 py-8 wide:px-12 wide:py-10">
      <Icon name="list" size={32} className="mb-3 text-accent" />
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-2 max-w-xl text-base text-ink-soft">{t(hasModel ? "leadOfTwo" : "lead")}</p>
      <div className="mt-6 max-w-xl">
        {run && (
          <div className="mb-5">
            <WritingLine meetingId={meeting.id} run={run} onExtract={() => write.mutate({})} />
          </div>
        )}
        {!isWriting && (
          <WriteForm
            language={meeting.language ?? null}
            busy={write.isPending || start.isPending}
            button={t("write")}
            onWrite={(how, writer) => {
              write.reset();
              start.reset();
              if (writer === "model") start.mutate(how);
              else write.mutate(how);
            }}
          />
        )}
        {trouble && (
          <div className="mt-4">
            <Notice kind="loss" announce>
              {complaint(trouble)}
            </Notice>
          </div>
        )}
      </div>
      <dl className="mt-10 grid gap-6 wide:grid-cols-3">
        {LESSONS.map((lesson) => (
          <div key={lesson}>
            <dt className="font-semibold">{t(`${lesson}.title`)}</dt>
            <dd className="mt-1 text-ink-muted">{t(`${lesson}.text`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
