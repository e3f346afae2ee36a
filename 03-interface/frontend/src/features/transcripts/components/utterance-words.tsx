import { memo } from "react";

import type { Word } from "@/api/types";
import type { Mark } from "@/features/comments/placing";
import { DOUBTFUL } from "@/features/doubts/doubts";

/** How a voice shows under the words of another: its colour, and what to say of it. */
export interface SecondVoice {
  colour: number;
  label: string;
}

/** What to say of a word that should be checked: it is improbable, or a guard had something to say of it. */
export interface DoubtLabels {
  improbable: string;
  withheld: string;
  phrase: string;
}

interface UtteranceWordsProps {
  words: readonly Word[];
  doubts: DoubtLabels;
  /** By speaker id. */
  secondVoices: ReadonlyMap<string, SecondVoice>;
  /** What is highlighted, or said something of, by the word's place. */
  highlights?: ReadonlyMap<number, Mark>;
}

/** The words one by one, so that each can be heard and lit. The spaces stand between, so that copied text is whole. */
export const UtteranceWords = memo(function UtteranceWords({ words, doubts, secondVoices, highlights }: UtteranceWordsProps) {
  return words.map(({ start, text, probability, marks, second_speaker_id: secondId }, at) => {
    const reasons = [
      probability < DOUBTFUL && doubts.improbable,
      marks.includes("withheld") && doubts.withheld,
      marks.includes("phrase") && doubts.phrase,
    ].filter(Boolean);
    const second = secondId ? secondVoices.get(secondId) : undefined;
    const labels = [...reasons, second?.label].filter(Boolean);
    return (
      // A word has no name but its place.
      <Spaced key={at} first={at === 0}>
        <span
          data-word={at}
          data-start={start}
          data-doubtful={reasons.length > 0 ? "" : undefined}
          data-voice={second?.colour}
          data-mark={highlights?.get(at)}
          data-mark-on={highlights?.has(at) && highlights.get(at) === highlights.get(at + 1) ? "" : undefined}
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
