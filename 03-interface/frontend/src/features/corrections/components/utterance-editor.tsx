"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import { Button } from "@/ui/button";

interface UtteranceEditorProps {
  text: string;
  onSave: (text: string) => void;
  onCancel: () => void;
}

/** The words of an utterance as one text, where it stands. Enter keeps it, Escape leaves it as it was. */
export function UtteranceEditor({ text, onSave, onCancel }: UtteranceEditorProps) {
  const t = useTranslations("corrections");
  const [draft, setDraft] = useState(text);
  const area = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(text.length, text.length);
  }, [text]);

  const save = () => {
    const next = draft.replace(/\s+/g, " ").trim();
    if (next && next !== text) onSave(next);
    else onCancel();
  };
  const press = (event: KeyboardEvent) => {
    // Enter that chooses a suggestion of an input method is not ours.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      save();
    }
    if (event.key === "Escape") onCancel();
  };
  return (
    <div className="measure">
      <textarea
        ref={area}
        aria-label={t("text")}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={press}
        className="-mx-2 -my-1 field-sizing-content w-[calc(100%+1rem)] resize-none rounded-md border border-accent bg-surface px-2 py-1 text-reading text-ink outline-none"
      />
      <div className="mt-2 flex items-center gap-2">
        <Button size="sm" look="primary" onClick={save}>
          {t("save")}
        </Button>
        <Button size="sm" look="quiet" onClick={onCancel}>
          {t("cancel")}
        </Button>
        <span className="ml-1 hidden text-xs text-ink-muted wide:inline">{t("editorKeys")}</span>
      </div>
    </div>
  );
}
