"use client";

import { useMemo, type ReactNode, type Ref } from "react";

import type { Utterance } from "@/api/types";
import { clock } from "@/language/formats";

interface NearOrFarProps {
  ref: Ref<HTMLDivElement>;
  near: boolean;
  utterances: readonly Utterance[];
  language: string;
  nameOf: (utterance: Utterance) => string;
  /** Pixels that it takes while it is far. */
  height: number;
  /** What stands there near the screen. */
  children: () => ReactNode;
}

/**
 * A piece of the transcript, one and the same element near the screen and far from it: there it is plain text, in which the browser's
 * own search and a screen reader find who said what, and when.
 */
export function NearOrFar({ ref, near, utterances, language, nameOf, height, children }: NearOrFarProps) {
  const text = useMemo(
    () => (near ? "" : utterances.map((utterance) => `${nameOf(utterance)} ${clock(utterance.start)}\n${utterance.text}\n`).join("")),
    [near, utterances, nameOf],
  );
  if (near) return <div ref={ref}>{children()}</div>;
  return (
    <div
      ref={ref}
      lang={language}
      dir="auto"
      style={{ height: `${height}px` }}
      className="measure overflow-clip text-reading whitespace-pre-line text-ink [content-visibility:auto] wide:ml-[12rem] print:h-auto!"
    >
      {text}
    </div>
  );
}
