"use client";

import { useTranslations } from "next-intl";

import type { Transcript } from "@/api/types";
import { Notice } from "@/ui/notice";

import { useDescription } from "../hooks/use-description";

/** Corrections of an earlier revision that found no place in this one: nothing of them is lost, and it is said. */
export function UnplacedNotice({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("corrections");
  const describe = useDescription(transcript);
  // What was found right before shows as a doubt again, where there is one: nothing was lost with it.
  const unplaced = transcript.unplaced.filter(({ kind }) => kind !== "confirm_utterance");
  if (unplaced.length === 0) return null;
  return (
    <Notice kind="doubt">
      <details>
        <summary className="font-semibold">{t("unplacedTitle", { count: unplaced.length })}</summary>
        <p className="mt-1 text-ink-soft">{t("unplacedLead")}</p>
        <ul className="mt-2 list-disc pl-5">
          {unplaced.map((correction) => (
            <li key={correction.id} className="break-words">
              {describe(correction)}
            </li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}
