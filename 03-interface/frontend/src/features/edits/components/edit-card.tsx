"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import { Button } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { useSay } from "@/ui/toasts";

import { differing, wordsOf } from "../differing";
import { useEditOutbox } from "../hooks/edits-provider";
import { textOf, type KeptEdit } from "../kept";

/** A text that clashed with somebody else's, or was refused: both side by side, and the writer's choice between them. */
export function EditCard({ edit, language }: { edit: KeptEdit; language: string }) {
  const t = useTranslations("edits");
  const say = useSay();
  const outbox = useEditOutbox();
  const [draft, setDraft] = useState<string | null>(null);
  const title = useId();
  const mine = textOf(edit) ?? "";
  const theirs = edit.state === "clash" ? (edit.present ?? "") : null;

  const keep = (text: string) => void outbox.resolve(edit.id, text);
  const letGo = () => {
    void outbox.resolve(edit.id, null);
    say(t("letGo"), { label: t("undo"), run: () => void outbox.restore(edit) });
  };
  const shown = (text: string, other: string | null, side: "mine" | "theirs") => {
    if (text === "") return <span className="text-ink-muted">{t("nothing")}</span>;
    const words = wordsOf(text);
    const span = other === null ? null : differing(wordsOf(mine), wordsOf(theirs ?? ""));
    if (!span) return text;
    const part = (from: number, to?: number) => words.slice(from, to).join(" ");
    return (
      <>
        {part(0, span.first)} <mark className="rounded-sm bg-doubt-soft px-0.5 text-ink">{part(span.first, span[side])}</mark> {part(span[side])}
      </>
    );
  };
  return (
    <section aria-labelledby={title} className="appearing my-1 rounded-lg border border-doubt bg-surface p-3">
      <p id={title} role="alert" className="font-semibold text-ink">
        {edit.state === "clash" ? t("clash") : t("refused")}
      </p>
      {edit.state === "refused" && edit.reason && <p className="mt-0.5 text-ink-soft">{edit.reason}</p>}
      <div className={`mt-3 grid gap-3 ${theirs === null ? "" : "wide:grid-cols-2"}`}>
        <Version heading={t("mine")} language={language}>
          {shown(mine, theirs, "mine")}
        </Version>
        {theirs !== null && (
          <Version heading={t("theirs")} language={language}>
            {shown(theirs, mine, "theirs")}
          </Version>
        )}
      </div>
      {draft !== null && (
        <textarea
          aria-label={t("both")}
          autoFocus
          lang={language}
          dir="auto"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          className={`${INPUT} mt-3 field-sizing-content h-auto! w-full py-2 text-reading`}
        />
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {draft === null ? (
          <>
            <Button size="sm" look="primary" onClick={() => keep(mine)}>
              {theirs === null ? t("tryAgain") : t("keepMine")}
            </Button>
            {theirs !== null && (
              <Button size="sm" onClick={letGo}>
                {t("keepTheirs")}
              </Button>
            )}
            <Button size="sm" look="quiet" icon="pencil" onClick={() => setDraft(mine)}>
              {theirs === null ? t("change") : t("compose")}
            </Button>
            {theirs === null && (
              <Button size="sm" look="quiet" onClick={letGo}>
                {t("discard")}
              </Button>
            )}
          </>
        ) : (
          <>
            <Button size="sm" look="primary" disabled={draft.trim() === ""} onClick={() => keep(draft)}>
              {t("save")}
            </Button>
            <Button size="sm" look="quiet" onClick={() => setDraft(null)}>
              {t("cancel")}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}

function Version({ heading, language, children }: { heading: string; language: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <p className="text-xs text-ink-muted">{heading}</p>
      <p lang={language} dir="auto" className="mt-0.5 text-reading break-words text-ink">
        {children}
      </p>
    </div>
  );
}
