import { memo } from "react";

import type { Word } from "@/api/types";

/** Below this probability a word is marked as doubtful. */
export const DOUBTFUL = 0.5;

interface UtteranceWordsProps {
  words: readonly Word[];
  doubtLabel: string;
}

/** The words one by one, so that each can be heard and lit. The spaces stand between, so that copied text is whole. */
export const UtteranceWords = memo(function UtteranceWords({ words, doubtLabel }: UtteranceWordsProps) {
  return words.map(({ start, text, probability }, at) => (
    // A word has no name but its place.
    <Spaced key={at} first={at === 0}>
      {probability < DOUBTFUL ? (
        <span data-word={at} data-start={start} data-doubtful="" title={doubtLabel}>
          {text}
        </span>
      ) : (
        <span data-word={at} data-start={start}>
          {text}
        </span>
      )}
    </Spaced>
  ));
});

function Spaced({ first, children }: { first: boolean; children: React.ReactNode }) {
  return first ? (
    children
  ) : (
    <>
      {" "}
      {children}
    </>
  );
}
