import { memo } from "react";

import type { Word } from "@/api/types";

/** Below this probability a word is marked as doubtful. */
export const DOUBTFUL = 0.5;

/** How a voice shows under the words of another: its colour, and what to say of it. */
export interface SecondVoice {
  colour: number;
  label: string;
}

interface UtteranceWordsProps {
  words: readonly Word[];
  doubtLabel: string;
  /** By speaker id. */
  secondVoices: ReadonlyMap<string, SecondVoice>;
}

/** The words one by one, so that each can be heard and lit. The spaces stand between, so that copied text is whole. */
export const UtteranceWords = memo(function UtteranceWords({ words, doubtLabel, secondVoices }: UtteranceWordsProps) {
  return words.map(({ start, text, probability, second_speaker_id: secondId }, at) => {
    const doubtful = probability < DOUBTFUL;
    const second = secondId ? secondVoices.get(secondId) : undefined;
    const labels = [doubtful && doubtLabel, second?.label].filter(Boolean);
    return (
      // A word has no name but its place.
      <Spaced key={at} first={at === 0}>
        <span
          data-word={at}
          data-start={start}
          data-doubtful={doubtful ? "" : undefined}
          data-voice={second?.colour}
          title={labels.length > 0 ? labels.join(" · ") : undefined}
        >
          {text}
        </span>
      </Spaced>
    );
  });
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
