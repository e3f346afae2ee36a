"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";

import type { Minutes } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { drafts, left, type Draft } from "../drafts";
import { useItemActs } from "../hooks/use-item-acts";
import { useDrafts } from "../hooks/use-kept-text";

/** Words typed into an item that somebody else deleted meanwhile: put back as an item of their own, or thrown away. */
export function LeftDrafts({ minutes, editable }: { minutes: Minutes; editable: boolean }) {
  const all = useDrafts();
  const there = useMemo(() => new Set(minutes.sections.flatMap(({ items }) => items.map(({ id }) => id))), [minutes.sections]);
  return left(all, minutes.meeting_id, there).map(([field, draft]) => <LeftDraft key={field} field={field} draft={draft} minutes={minutes} editable={editable} />);
}

function LeftDraft({ field, draft, minutes, editable }: { field: string; draft: Draft; minutes: Minutes; editable: boolean }) {
  const t = useTranslations("minutes");
  const { add } = useItemActs(minutes.meeting_id);
  const complaint = useComplaint();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const section = minutes.sections.find(({ key }) => key === draft.section) ?? minutes.sections[0];
  const keep = async () => {
    if (!section) return;
    setBusy(true);
    try {
      await add(section.key, section.items.at(-1)?.id ?? null, draft.text.trim());
      drafts.drop(field);
    } catch (error) {
      say(complaint(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Notice
      kind="doubt"
      announce
      action={
        <span className="flex gap-2">
          <Button size="sm" onClick={() => drafts.drop(field)}>
            {t("text.drop")}
          </Button>
          {editable && (
            <Button size="sm" look="primary" disabled={busy} onClick={() => void keep()}>
              {t("text.addAnew")}
            </Button>
          )}
        </span>
      }
    >
      <p>{t("text.deletedMeanwhile")}</p>
      <p className="mt-1 font-semibold whitespace-pre-wrap">{draft.text}</p>
    </Notice>
  );
}
