"use client";

import { useTranslations } from "next-intl";

import { textOf, type KeptEdit } from "../kept";

/** An utterance as its writer left it, while the API is told. */
export function WaitingText({ edit, language }: { edit: KeptEdit; language: string }) {
  const t = useTranslations("edits");
  const text = textOf(edit) ?? edit.seen;
  return (
    <p lang={language} dir="auto" className="measure pr-18 text-reading text-ink">
      {text === "" ? <s className="text-ink-muted">{edit.seen}</s> : text}
      <span className="ml-2 text-xs text-ink-muted">{t("waiting")}</span>
    </p>
  );
}
