"use client";

import { useIsMutating, useMutationState } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { useEdits } from "@/features/edits/hooks/edits-provider";
import { useOnline } from "@/features/session/hooks/use-online";
import { Button, IconButton } from "@/ui/button";

import { useUndo } from "../hooks/undo-provider";

interface CorrectionBarProps {
  meetingId: string;
  /** Utterances that are in doubt. */
  doubts: number;
  finding: boolean;
  reviewing: boolean;
  onFind: () => void;
  onReview: () => void;
}

/** What can be done with the text as a whole, and whether all of it is kept. */
export function CorrectionBar({ meetingId, doubts, finding, reviewing, onFind, onReview }: CorrectionBarProps) {
  const t = useTranslations("corrections.bar");
  const { canUndo, canRedo, isPending, undo, redo } = useUndo(meetingId);
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-1 print:hidden">
      <IconButton icon="undo" label={t("undo")} disabled={!canUndo || isPending} onClick={undo} />
      <IconButton icon="redo" label={t("redo")} disabled={!canRedo || isPending} onClick={redo} />
      <IconButton icon="search" label={t("find")} aria-pressed={finding} onClick={onFind} />
      {(doubts > 0 || reviewing) && (
        <Button size="sm" look="quiet" icon="warning" aria-pressed={reviewing} onClick={onReview}>
          {t("review", { count: doubts })}
        </Button>
      )}
      <SaveState meetingId={meetingId} />
    </div>
  );
}

function SaveState({ meetingId }: { meetingId: string }) {
  const t = useTranslations("corrections.bar");
  const here = { predicate: ({ options }: { options: { scope?: { id: string } } }) => options.scope?.id === `corrections/${meetingId}` };
  const mutating = useIsMutating(here);
  const paused = useMutationState({ filters: here, select: ({ state }) => state.isPaused && state.status === "pending" }).filter(Boolean).length;
  const online = useOnline();
  const { waiting, afloat, open, cut } = useEdits(meetingId);
  useEffect(() => {
    if (mutating + afloat === 0) return;
    // The browser asks before it throws away what is still on its way. Texts are kept in its storage: they may wait.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [mutating, afloat]);
  const [ever, setEver] = useState(false);
  if (!ever && mutating + waiting > 0) setEver(true);
  const stuck = paused + (online ? 0 : waiting - afloat);
  const state =
    stuck > 0 ? t("waiting", { count: stuck })
    : cut && waiting > 0 ? t("unreached", { count: waiting })
    : mutating + waiting > 0 ? t("saving")
    : open > 0 ? t("open", { count: open })
    : ever ? t("saved")
    : "";
  return (
    <p role="status" className={`ml-auto text-xs ${open > 0 ? "text-doubt" : "text-ink-muted"}`}>
      {state}
    </p>
  );
}
