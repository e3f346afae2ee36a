"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";

import type { Transcript } from "@/api/types";
import { useEditOutbox, useEdits } from "@/features/edits/hooks/edits-provider";
import { settleInView } from "@/features/transcripts/hooks/use-follow";
import type { Reach } from "@/features/transcripts/hooks/use-places";
import { Button, IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { useSay } from "@/ui/toasts";

import { hits } from "../find";
import { useUndo } from "../hooks/undo-provider";

interface FindBarProps {
  transcript: Transcript;
  reach: Reach;
  /** The place where one stands, in the transcript. */
  onFind: (place: number | null) => void;
  onClose: () => void;
}

/** Finds a text in the transcript, and puts another in its place everywhere. */
export function FindBar({ transcript, reach, onFind, onClose }: FindBarProps) {
  const t = useTranslations("corrections.find");
  const common = useTranslations("common");
  const say = useSay();
  const [find, setFind] = useState("");
  const [replacement, setReplacement] = useState("");
  const [matchCase, setMatchCase] = useState(false);
  const [wholeWords, setWholeWords] = useState(true);
  const [at, setAt] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const { meeting_id: meetingId } = transcript;
  const outbox = useEditOutbox();
  const isPending = useEdits(meetingId).others.some(({ change, state }) => change.kind === "replace" && state === "waiting");
  const { takeBack } = useUndo(meetingId);

  const found = useMemo(() => hits(transcript.utterances, { find, matchCase, wholeWords }), [transcript.utterances, find, matchCase, wholeWords]);
  const count = found.reduce((sum, hit) => sum + hit.count, 0);

  useEffect(
    () =>
      outbox.onSent(({ meeting, change }, { transcript: { changed } }) => {
        if (meeting !== meetingId || change.kind !== "replace") return;
        say(t("replaced", { count: changed.length }), { label: t("undo"), run: () => takeBack(changed) });
      }),
    [outbox, meetingId, say, t, takeBack],
  );
  useEffect(() => field.current?.focus(), []);
  useEffect(() => () => onFind(null), [onFind]);

  const go = (step: 1 | -1) => {
    if (found.length === 0) return;
    // Before the first search nothing is stood on: backwards begins at the last.
    const next = at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length;
    const hit = found[next];
    if (!hit) return;
    setAt(next);
    onFind(hit.place);
    reach(hit.place, (element) => settleInView(element));
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && event.target === field.current) {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    }
  };
  const replaceAll = () => outbox.add(meetingId, "", "", { kind: "replace", find, replacement, matchCase, wholeWords });
  const option = (label: string, checked: boolean, change: (on: boolean) => void) => (
    <label className="inline-flex min-h-8 items-center gap-1.5 text-xs text-ink-soft">
      <input type="checkbox" checked={checked} onChange={(event) => change(event.target.checked)} />
      {label}
    </label>
  );
  const restart = (change: () => void) => {
    change();
    setAt(-1);
  };
  return (
    <section role="search" aria-label={t("label")} onKeyDown={press} className="appearing flex flex-col gap-2 rounded-lg border border-rule bg-surface p-3">
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={field}
          type="search"
          aria-label={t("find")}
          placeholder={t("find")}
          value={find}
          maxLength={200}
          onChange={(event) => restart(() => setFind(event.target.value))}
          className={`${INPUT} min-w-0 flex-1 basis-48`}
        />
        <p role="status" className="tabular min-w-24 text-xs text-ink-muted">
          {find.trim() && t("count", { count, at: at + 1, places: found.length })}
        </p>
        <IconButton icon="up" label={t("previous")} disabled={found.length === 0} onClick={() => go(-1)} />
        <IconButton icon="down" label={t("next")} disabled={found.length === 0} onClick={() => go(1)} />
        <IconButton icon="close" label={common("close")} onClick={onClose} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <input
          aria-label={t("replacement")}
          placeholder={t("replacement")}
          value={replacement}
          maxLength={200}
          onChange={(event) => setReplacement(event.target.value)}
          className={`${INPUT} min-w-0 flex-1 basis-48`}
        />
        {option(t("wholeWords"), wholeWords, (on) => restart(() => setWholeWords(on)))}
        {option(t("matchCase"), matchCase, (on) => restart(() => setMatchCase(on)))}
        <Button size="sm" disabled={count === 0 || isPending} onClick={replaceAll}>
          {t("replaceAll", { count })}
        </Button>
      </div>
    </section>
  );
}
