"use client";

import { useState } from "react";

import { useInSight } from "@/ui/in-sight";

import { NearOrFar } from "./near-or-far";
import { TranscriptStretch, type TranscriptStretchProps } from "./transcript-stretch";
import { likelyHeight, type Part, type Stretch } from "../stretches";

interface TranscriptPartProps extends Pick<TranscriptStretchProps, "language" | "row" | "nameOf" | "onDrawn"> {
  part: Part;
  /** The minutes where the reader begins. */
  opening: ReadonlySet<number>;
  isHeld: (stretch: Stretch) => boolean;
}

/** Pixels beyond the screen: its minutes are told apart before the first of them comes near. */
const MARGIN_PX = 4000;

/**
 * A quarter of an hour of the transcript. Far from the screen it is one text: whatever the page lays out anew, the browser looks at a
 * few of these and not at hundreds of minutes, at each letter that is typed.
 */
export function TranscriptPart({ part, opening, isHeld, ...told }: TranscriptPartProps) {
  const { stretches, utterances } = part;
  const { ref, near, height } = useInSight<HTMLDivElement>(stretches.some(({ minute }) => opening.has(minute)), MARGIN_PX);
  const [heights] = useState(() => new Map<number, number>());
  return (
    <NearOrFar
      ref={ref}
      near={near || stretches.some(isHeld)}
      utterances={utterances}
      language={told.language}
      nameOf={told.nameOf}
      height={height ?? likelyHeight(utterances)}
    >
      {() =>
        stretches.map((stretch) => (
          <TranscriptStretch key={stretch.minute} stretch={stretch} initially={opening.has(stretch.minute)} held={isHeld(stretch)} heights={heights} {...told} />
        ))
      }
    </NearOrFar>
  );
}
