"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { Transcript } from "@/api/types";
import { usePlayback } from "@/features/playback/hooks/playback-provider";
import { bringIntoView } from "@/features/transcripts/hooks/use-follow";
import { useCorrect } from "@/features/transcripts/hooks/use-transcript";

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
  /** Says that the current one is right, with this text if one is given, and goes on. */
  accept: (text?: string) => void;
  edit: () => void;
}

interface ReviewOptions {
  transcript: Transcript;
  elementOf: (place: number) => HTMLElement | null;
  onEdit: (utteranceId: string | null) => void;
  /** What was put right in that one is kept. */
  onKept: (utteranceId: string) => void;
}

/** Goes through what is in doubt, one utterance after the other, each played as one comes to it. */
export function useReview({ transcript, elementOf, onEdit, onKept }: ReviewOptions): Review {
  const playback = usePlayback();
  const { mutateAsync: kept } = useCorrect(transcript.meeting_id);
  const [on, setOn] = useState(false);
  const [kinds, setKinds] = useState<ReadonlySet<DoubtKind>>(() => new Set(DOUBT_KINDS));
  const [current, setCurrent] = useState<string | null>(null);
  /** Found right here; the server is being told. */
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(() => new Set());
  const { utterances } = transcript;

  const doubts = useMemo(() => utterances.map((one) => (accepted.has(one.id) ? [] : doubtsOf(one))), [utterances, accepted]);
  const open = useMemo(() => openPlaces(doubts, kinds), [doubts, kinds]);
  const counts = useMemo(() => countDoubts(doubts), [doubts]);

  const show = useCallback(
    (place: number | null) => {
      const utterance = place === null ? undefined : utterances[place];
      setCurrent(utterance?.id ?? null);
      if (place === null || !utterance) return;
      const element = elementOf(place);
      if (element) {
        bringIntoView(element, false);
        // What is far from the screen has its true height once it is drawn.
        requestAnimationFrame(() => requestAnimationFrame(() => bringIntoView(element, false)));
        element.focus({ preventScroll: true });
      }
      playback.playSpan(spanToHear(utterance));
    },
    [utterances, elementOf, playback],
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
      accept: (text) => {
        if (current === null) return;
        const settle = (add: boolean) =>
          setAccepted((all) => {
            const next = new Set(all);
            if (add) next.add(current);
            else next.delete(current);
            return next;
          });
        settle(true);
        // Each has its own answer, however many are on their way; of a refused one the doubt comes back.
        void kept((corrections) => corrections.confirmUtterance(current, text))
          .then(() => onKept(current), () => undefined)
          .finally(() => settle(false));
        const others = open.filter((place) => place !== at);
        if (others.length === 0) playback.pause();
        show(neighbour(others, at, 1));
      },
      edit: () => {
        playback.pause();
        onEdit(current);
      },
    };
  }, [on, kinds, counts, open, current, utterances, show, kept, playback, onEdit, onKept]);

  useReviewKeys(review);
  return review;
}

const KEYS: Record<string, (review: Review, event: KeyboardEvent) => void> = {
  Tab: (review, { shiftKey }) => review.go(shiftKey ? -1 : 1),
  Enter: (review) => review.accept(),
  e: (review) => review.edit(),
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
