"use client";

import { useTranslations } from "next-intl";

import type { Transcript } from "@/api/types";
import { Notice } from "@/ui/notice";

import { useDescription } from "../hooks/use-description";

/** Corrections of an earlier revision that found no place in this one: nothing of them is lost, and it is said. */
export function UnplacedNotice({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("corrections");
  const describe = useDescription(transcript);
  if (transcript.unplaced.length === 0) return null;
  return (
    <Notice kind="doubt">
      <details>
        <summary className="font-semibold">{t("unplacedTitle", { count: transcript.unplaced.length })}</summary>
        <p className="mt-1 text-ink-soft">{t("unplacedLead")}</p>
        <ul className="mt-2 list-disc pl-5">
          {transcript.unplaced.map((correction) => (
            <li key={correction.id} className="break-words">
              {describe(correction)}
            </li>
          ))}
        </ul>
      </details>
    </Notice>
  );
}
