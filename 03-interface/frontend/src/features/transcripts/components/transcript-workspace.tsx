"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { Transcript, Utterance } from "@/api/types";
import { anchorOf, type Anchor } from "@/features/comments/anchor";
import { useCommenting, useRemarks } from "@/features/comments/hooks/use-comments";
import { CorrectionBar } from "@/features/corrections/components/correction-bar";
import { useUndo, useUndoStack } from "@/features/corrections/hooks/undo-provider";
import { useReview } from "@/features/doubts/hooks/use-review";
import { LeftEdits } from "@/features/edits/components/left-edits";
import { useEditOutbox, useEdits } from "@/features/edits/hooks/edits-provider";
import { givesWords } from "@/features/edits/kept";
import { isTaken } from "@/features/playback/hooks/use-playback-keys";
import { useSomebody } from "@/ui/later";
import { onDemand } from "@/ui/on-demand";
import { useSay } from "@/ui/toasts";

import { TranscriptView } from "./transcript-view";
import type { UtteranceActions } from "./utterance-row";
import type { VoiceActions } from "./voice-items";
import { usePlaces } from "../hooks/use-places";

const CommentDialog = onDemand(async () => (await import("@/features/comments/components/comment-dialog")).CommentDialog);
const SpeakerDialog = onDemand(async () => (await import("@/features/corrections/components/speaker-dialog")).SpeakerDialog);
const SelectionTools = onDemand(async () => (await import("@/features/comments/components/selection-tools")).SelectionTools);
const FindBar = onDemand(async () => (await import("@/features/corrections/components/find-bar")).FindBar);
const OtherEdits = onDemand(async () => (await import("@/features/edits/components/other-edits")).OtherEdits);
const ReviewBar = onDemand(async () => (await import("@/features/doubts/components/review-bar")).ReviewBar);

interface TranscriptWorkspaceProps {
  transcript: Transcript;
  voice: VoiceActions;
}

/** The transcript where it is put right: line by line, doubt by doubt, or a text everywhere. */
export function TranscriptWorkspace({ transcript, voice }: TranscriptWorkspaceProps) {
  const { meeting_id: meetingId, utterances } = transcript;
  const t = useTranslations("corrections");
  const say = useSay();
  const [editing, setEditing] = useState<string | null>(null);
  const [finding, setFinding] = useState(false);
  const [asking, setAsking] = useState<Utterance | null>(null);
  const [found, setFound] = useState<number | null>(null);
  const { list, elementOf, reach, reached } = usePlaces();
  const somebody = useSomebody();
  const outbox = useEditOutbox();
  const edits = useEdits(meetingId);
  const stack = useUndoStack();
  const { undo, redo, takeBack } = useUndo(meetingId);
  useEffect(
    () =>
      outbox.onSent((edit, { transcript: { changed }, uncut }) => {
        if (edit.meeting !== meetingId) return;
        stack.made(changed);
        // They left the line that one looks at.
        if (givesWords(edit) && !uncut) say(t("moved"), { label: t("undo"), run: () => takeBack(changed) });
      }),
    [outbox, stack, meetingId, takeBack, say, t],
  );
  const remarks = useRemarks(transcript);
  const { add: comment } = useCommenting(meetingId);
  const [commenting, setCommenting] = useState<{ anchor: Anchor; words: string } | null>(null);
  const check = useCallback((utterance: Utterance) => comment({ kind: "check", text: "", ...anchorOf(utterance) }), [comment]);
  const review = useReview({ transcript, edits: edits.last, remarks, reach, onEdit: setEditing, onCheck: check });
  const latest = useRef({ review, utterances });
  useEffect(() => {
    latest.current = { review, utterances };
  }, [review, utterances]);

  const textOf = useCallback((id: string) => latest.current.utterances.find((one) => one.id === id)?.text ?? "", []);

  // The same object for as long as the page is open: thousands of utterances hold it.
  const actions = useMemo<UtteranceActions>(
    () => ({
      edit: (id) => {
        setEditing(id);
        // Whoever goes through the doubts goes on with the one that was opened.
        const place = latest.current.utterances.findIndex((one) => one.id === latest.current.review.current);
        if (id === null && place >= 0) requestAnimationFrame(() => elementOf(place)?.focus({ preventScroll: true }));
      },
      saveText: (id, text, seen) => {
        setEditing((now) => (now === id ? null : now));
        if (latest.current.review.current === id && text) latest.current.review.accept({ text, seen });
        else outbox.add(meetingId, id, seen, { kind: "write", text, confirmed: false, word: null });
      },
      split: (id, text, word, seen) => {
        setEditing((now) => (now === id ? null : now));
        outbox.add(meetingId, id, seen, { kind: "write", text, confirmed: false, word });
      },
      move: (id, text, word, step, seen) => {
        const all = latest.current.utterances;
        const place = all.findIndex((one) => one.id === id);
        const into = all[place + step]?.id;
        setEditing((now) => (now === id ? null : now));
        outbox.add(meetingId, id, seen, { kind: "write", text, confirmed: false, word: into === undefined ? null : word, into });
        requestAnimationFrame(() => elementOf(place)?.focus({ preventScroll: true }));
      },
      reassign: (id, speaker) => outbox.add(meetingId, id, textOf(id), { kind: "speaker", speaker, onwards: false }),
      confirm: (id, seen) => outbox.add(meetingId, id, seen, { kind: "confirm" }),
      join: (id, step) => {
        const all = latest.current.utterances;
        const into = all[all.findIndex((one) => one.id === id) + step];
        if (into) outbox.add(meetingId, id, textOf(id), { kind: "join", into: into.id });
      },
      askSpeaker: setAsking,
      comment: (utterance) => setCommenting({ anchor: anchorOf(utterance), words: utterance.text }),
      check,
      voice,
    }),
    [voice, outbox, textOf, meetingId, elementOf, check],
  );
  const shown = useMemo(() => new Set(utterances.map(({ id }) => id)), [utterances]);

  const start = () => (review.on ? review.stop() : review.start());
  useKeys({ d: start, f: () => setFinding(true), undo, redo });
  return (
    <div className="pt-4">
      <CorrectionBar
        meetingId={meetingId}
        doubts={review.left}
        finding={finding}
        reviewing={review.on}
        onFind={() => setFinding((now) => !now)}
        onReview={start}
      />
      {finding && <FindBar transcript={transcript} reach={reach} onFind={setFound} onClose={() => setFinding(false)} />}
      {edits.others.length > 0 && <OtherEdits meetingId={meetingId} transcript={transcript} />}
      <LeftEdits meetingId={meetingId} language={transcript.language} shown={shown} />
      <TranscriptView
        transcript={transcript}
        list={list}
        elementOf={elementOf}
        reach={reach}
        reached={reached}
        editing={editing}
        edits={edits.last}
        remarks={remarks}
        reviewed={review.current}
        found={finding ? found : null}
        actions={actions}
      />
      {somebody && (
        <SelectionTools
          list={list}
          utterances={utterances}
          onComment={(anchor, words) => setCommenting({ anchor, words })}
          onHighlight={(anchor, colour) => comment({ kind: "highlight", text: "", colour, ...anchor })}
        />
      )}
      {commenting && <CommentDialog meetingId={meetingId} {...commenting} language={transcript.language} onClose={() => setCommenting(null)} />}
      {review.on && <ReviewBar review={review} />}
      {asking && <SpeakerDialog meetingId={meetingId} utterance={asking} speakers={transcript.speakers} onClose={() => setAsking(null)} />}
    </div>
  );
}

type Acts = Record<"d" | "f" | "undo" | "redo", () => void>;

/** The keys of the text as a whole; where the focus is in a field they are the field's. */
function useKeys(acts: Acts): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const name = meaning(event);
      if (!name || event.altKey || event.defaultPrevented || isTaken(event.target, event.key)) return;
      event.preventDefault();
      latest.current[name]();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function meaning({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): keyof Acts | null {
  const letter = key.toLowerCase();
  if (!ctrlKey && !metaKey) return letter === "d" || letter === "f" ? letter : null;
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}
