"use client";

import { useTranslations } from "next-intl";

import type { Correction, Transcript } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";

import { useUndo } from "../hooks/undo-provider";
import { useCorrections } from "../hooks/use-corrections";
import { useDescription } from "../hooks/use-description";

/** Everything that was put right, newest first, each with its way back and forth. */
export function HistoryPanel({ transcript }: { transcript: Transcript }) {
  const t = useTranslations("corrections");
  const { data } = useCorrections(transcript.meeting_id);
  if (!data) return <div aria-busy className="h-24" />;
  if (data.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  const newestFirst = [...data].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ol className="flex flex-col divide-y divide-rule">
      {newestFirst.map((correction) => (
        <CorrectionRow key={correction.id} correction={correction} transcript={transcript} />
      ))}
    </ol>
  );
}

function CorrectionRow({ correction, transcript }: { correction: Correction; transcript: Transcript }) {
  const t = useTranslations("corrections");
  const formats = useFormats();
  const describe = useDescription(transcript);
  const { takeBack, makeAgain, isPending } = useUndo(transcript.meeting_id);
  return (
    <li className="flex items-start gap-3 py-3 first:pt-0">
      <div className="min-w-0 flex-1">
        <p className={`break-words ${correction.undone ? "text-ink-muted line-through" : "text-ink"}`}>{describe(correction)}</p>
        <p className="mt-0.5 text-xs text-ink-muted">
          {[correction.by ?? t("unknownPerson"), formats.moment(correction.at), ...(correction.undone ? [t("undone")] : [])].join(" · ")}
        </p>
        {!correction.placed && !correction.undone && (
          <p className="mt-0.5 inline-flex items-center gap-1 text-xs text-doubt">
            <Icon name="warning" size={14} />
            {t("unplaced")}
          </p>
        )}
      </div>
      <Button
        size="sm"
        look="quiet"
        icon={correction.undone ? "redo" : "undo"}
        disabled={isPending}
        onClick={() => (correction.undone ? makeAgain([correction.id]) : takeBack([correction.id]))}
      >
        {correction.undone ? t("redo") : t("undo")}
      </Button>
    </li>
  );
}
