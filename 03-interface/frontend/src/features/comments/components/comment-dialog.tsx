"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { INPUT } from "@/ui/field";

import type { Anchor } from "../anchor";
import { useCommenting } from "../hooks/use-comments";

interface CommentDialogProps {
  meetingId: string;
  anchor: Anchor;
  /** The words it is about. */
  words: string;
  language: string;
  onClose: () => void;
}

/** Something to say about words. */
export function CommentDialog({ meetingId, anchor, words, language, onClose }: CommentDialogProps) {
  const t = useTranslations("comments");
  const { add, isPending } = useCommenting(meetingId);
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) add({ kind: "comment", text, ...anchor }, onClose);
  };
  return (
    <Dialog title={t("new")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <blockquote lang={language} dir="auto" className="line-clamp-3 border-l-2 border-rule pl-3 text-ink-soft">
          {words}
        </blockquote>
        <textarea
          aria-label={t("text")}
          autoFocus
          rows={4}
          maxLength={5000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && submit(event)}
          className={`${INPUT} h-auto! w-full resize-y py-2`}
        />
        <p className="text-xs text-ink-muted">{t("leftOut")}</p>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={isPending || !text.trim()}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
