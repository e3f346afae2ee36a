"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { Transcript, Utterance } from "@/api/types";
import type { Remarks } from "@/features/comments/placing";
import { useEditOutbox } from "@/features/edits/hooks/edits-provider";
import { isFoundRight, textOf, type KeptEdit } from "@/features/edits/kept";
import { usePlayback } from "@/features/playback/hooks/playback-provider";
import { settleInView } from "@/features/transcripts/hooks/use-follow";
import type { Reach } from "@/features/transcripts/hooks/use-places";

import { countDoubts, DOUBT_KINDS, doubtsOf, neighbour, openPlaces, spanToHear, type DoubtKind } from "../doubts";

export interface Review {
  on: boolean;
  kinds: ReadonlySet<DoubtKind>;
  counts: Record<DoubtKind, number>;
  /** How many utterances are still to be looked at. */
  left: number;
  /** Id of the utterance that is being looked at. */
  current: string | null;
  start: () => void;
  stop: () => void;
  toggle: (kind: DoubtKind) => void;
  go: (step: 1 | -1) => void;
  /** Says that the current one is right, as written where that is given, and goes on. */
  accept: (written?: { text: string; seen: string }) => void;
  edit: () => void;
  /** Leaves the current one to be checked by whoever comes to it later, and goes on. */
  mark: () => void;
}

interface ReviewOptions {
  transcript: Transcript;
  /** What was corrected and is not at the API yet, by utterance. */
  edits: ReadonlyMap<string, KeptEdit>;
  /** What is said of words, by utterance: what is marked to be checked has been seen. */
  remarks: ReadonlyMap<string, Remarks>;
  reach: Reach;
  onEdit: (utteranceId: string | null) => void;
  onCheck: (utterance: Utterance) => void;
}

/** Goes through what is in doubt, one utterance after the other, each played as one comes to it. */
export function useReview({ transcript, edits, remarks, reach, onEdit, onCheck }: ReviewOptions): Review {
  const playback = usePlayback();
  const outbox = useEditOutbox();
  const [on, setOn] = useState(false);
  const [kinds, setKinds] = useState<ReadonlySet<DoubtKind>>(() => new Set(DOUBT_KINDS));
  const [current, setCurrent] = useState<string | null>(null);
  const { utterances, meeting_id: meetingId } = transcript;

  // What was found right is no doubt any more, though the API is still being told; of what is refused the doubt comes back.
  const doubts = useMemo(
    () => utterances.map((one) => (isFoundRight(edits.get(one.id)) || remarks.get(one.id)?.toCheck ? [] : doubtsOf(one))),
    [utterances, edits, remarks],
  );
  const open = useMemo(() => openPlaces(doubts, kinds), [doubts, kinds]);
  const counts = useMemo(() => countDoubts(doubts), [doubts]);

  const show = useCallback(
    (place: number | null) => {
      const utterance = place === null ? undefined : utterances[place];
      setCurrent(utterance?.id ?? null);
      if (place === null || !utterance) return;
      reach(place, (element) => {
        settleInView(element);
        element.focus({ preventScroll: true });
      });
      playback.playSpan(spanToHear(utterance));
    },
    [utterances, reach, playback],
  );

  const review = useMemo<Review>(() => {
    const at = utterances.findIndex(({ id }) => id === current);
    return {
      on,
      kinds,
      counts,
      left: open.length,
      current: on ? current : null,
      start: () => {
        setOn(true);
        show(neighbour(open, utterances.findIndex(({ end }) => end > playback.time) - 1, 1));
      },
      stop: () => {
        setOn(false);
        setCurrent(null);
        playback.pause();
      },
      toggle: (kind) => {
        const next = new Set(kinds);
        if (!next.delete(kind)) next.add(kind);
        setKinds(next);
      },
      go: (step) => show(neighbour(open, at, step)),
      accept: (written) => {
        const utterance = utterances[at];
        if (!utterance) return;
        if (written) outbox.add(meetingId, utterance.id, written.seen, { kind: "write", text: written.text, confirmed: true, word: null });
        else outbox.add(meetingId, utterance.id, shownText(utterance, edits), { kind: "confirm" });
        const others = open.filter((place) => place !== at);
        if (others.length === 0) playback.pause();
        show(neighbour(others, at, 1));
      },
      mark: () => {
        const utterance = utterances[at];
        if (!utterance) return;
        onCheck(utterance);
        const others = open.filter((place) => place !== at);
        if (others.length === 0) playback.pause();
        show(neighbour(others, at, 1));
      },
      edit: () => {
        playback.pause();
        onEdit(current);
      },
    };
  }, [on, kinds, counts, open, current, utterances, edits, show, outbox, meetingId, playback, onEdit, onCheck]);

  useReviewKeys(review);
  return review;
}

function shownText({ id, text }: Utterance, edits: ReviewOptions["edits"]): string {
  const edit = edits.get(id);
  return (edit && textOf(edit)) ?? text;
}

const KEYS: Record<string, (review: Review, event: KeyboardEvent) => void> = {
  Tab: (review, { shiftKey }) => review.go(shiftKey ? -1 : 1),
  Enter: (review) => review.accept(),
  e: (review) => review.edit(),
  m: (review) => review.mark(),
  Escape: (review) => review.stop(),
};

/** Keys that mean the doubt itself, while the focus is on it: elsewhere they mean what they always do. */
function useReviewKeys(review: Review): void {
  const latest = useRef(review);
  useEffect(() => {
    latest.current = review;
  }, [review]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if (!latest.current.on || ctrlKey || metaKey || altKey) return;
      if (!(target instanceof HTMLElement) || target.dataset.reviewed === undefined) return;
      const act = KEYS[key.length === 1 ? key.toLowerCase() : key];
      if (!act) return;
      event.preventDefault();
      act(latest.current, event);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
