"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";

import type { Minutes } from "@/api/types";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { VoiceChip } from "@/features/transcripts/components/voice-chip";
import { useFormats } from "@/language/use-formats";
import { INPUT } from "@/ui/field";
import { onDemand } from "@/ui/on-demand";

import { KeptText } from "./kept-text";
import { LeftDrafts } from "./left-drafts";
import { MinutesBar } from "./minutes-bar";
import { SectionPart } from "./section-part";
import { StaleNotice } from "./stale-notice";
import { noon } from "../days";
import { fieldOf } from "../drafts";
import { useDrafts } from "../hooks/use-kept-text";
import { useChangeMinutes, usePressMinutes } from "../hooks/use-minutes";
import { useModelWriter, useWritingRun } from "../hooks/use-writing";

const LeftOut = onDemand(async () => (await import("./left-out")).LeftOut);
const WritingLine = onDemand(async () => (await import("./writing-line")).WritingLine);

/** Characters, as the API takes them. */
const LONGEST_TITLE = 300;

/** The minutes as a page: what stands at their head, then section by section. */
export function MinutesDocument({ minutes }: { minutes: Minutes }) {
  const t = useTranslations("minutes");
  const editable = minutes.state === "draft";
  const change = useChangeMinutes(minutes.meeting_id);
  const waits = [...useDrafts().keys()].some((field) => field.startsWith(`${minutes.meeting_id}/`));

  const run = useWritingRun(minutes.meeting_id, useModelWriter() !== null);
  // How it ended is news until the minutes are another.
  const isNews = run !== null && (!hasEnded(run) || Date.parse(run.finished_at ?? "") > Date.parse(minutes.updated_at));

  // Whoever closes the page on words that are not kept yet is asked.
  useEffect(() => {
    if (!waits) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [waits]);

  return (
    <>
      <MinutesBar minutes={minutes} waits={waits} />
      <div className="mt-4 flex flex-col gap-3 empty:hidden print:hidden">
        {isNews && <WritingLine meetingId={minutes.meeting_id} run={run} onExtract={null} />}
        <StaleNotice minutes={minutes} />
        <LeftDrafts minutes={minutes} editable={editable} />
      </div>
      <article className="mt-4 rounded-lg border border-rule bg-surface px-4 py-6 wide:px-14 wide:py-12 print:border-0 print:p-0">
        <h1 className="-mx-1.5 text-xl font-semibold tracking-tight wide:text-2xl">
          <KeptText
            field={fieldOf(minutes.meeting_id, "title")}
            label={t("documentTitle")}
            value={minutes.title}
            section={null}
            editable={editable}
            longest={LONGEST_TITLE}
            keep={(title, base) => change({ act: (acts, now) => acts.change(now.version, { title }), holds: (now) => now.title === base })}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
        </h1>
        <Head minutes={minutes} editable={editable} />
        {minutes.sections.map((section) => (
          <SectionPart key={section.key} minutes={minutes} section={section} editable={editable} />
        ))}
      </article>
      {(minutes.unread.length > 0 || minutes.unsupported.length > 0) && <LeftOut minutes={minutes} editable={editable} />}
    </>
  );
}

function Head({ minutes, editable }: { minutes: Minutes; editable: boolean }) {
  const t = useTranslations("minutes");
  const formats = useFormats();
  const press = usePressMinutes(minutes.meeting_id, t("changedElsewhere"));
  const day = minutes.held_on;
  const hold = (next: string) => {
    if (next !== day && next !== "") void press({ act: (acts, now) => acts.change(now.version, { held_on: next }) });
  };
  return (
    <>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-ink-muted">
        {editable ? (
          <label className="flex items-center gap-2 print:hidden">
            {t("heldOn")}
            <input
              key={day}
              type="date"
              min="1901-01-01"
              max="2199-12-31"
              defaultValue={day}
              onBlur={(event) => event.target.validity.valid && hold(event.target.value)}
              className={`${INPUT} tabular h-8 px-2`}
            />
          </label>
        ) : (
          <p className="tabular">{formats.day(noon(day))}</p>
        )}
        {minutes.writer === "extract" && <p className="rounded-full bg-sunken px-2.5 py-0.5 text-xs font-semibold">{t("extract")}</p>}
        {minutes.writer === "model" && <p className="min-w-0 rounded-full bg-sunken px-2.5 py-0.5 text-xs font-semibold break-words">{minutes.model ? t("byModelNamed", { model: minutes.model }) : t("byModel")}</p>}
      </div>
      {minutes.participants.length > 0 && (
        <div className="mt-5">
          <h2 className="text-xs font-semibold text-ink-muted">{t("participants")}</h2>
          <ul className="mt-1.5 flex flex-wrap gap-x-5 gap-y-2">
            {minutes.participants.map((one) => (
              <li key={one.speaker_id} className="flex min-w-0 items-center gap-2">
                <VoiceChip speaker={{ id: one.speaker_id, number: one.number, name: one.name }} size="sm" />
                <bdi className="min-w-0 truncate">{one.name ?? t("speakerNumber", { number: one.number })}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
