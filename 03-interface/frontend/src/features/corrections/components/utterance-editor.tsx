"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import { Button } from "@/ui/button";

interface UtteranceEditorProps {
  text: string;
  onSave: (text: string) => void;
  /** From that word of the text on it is an utterance of its own. */
  onSplit: (text: string, word: number) => void;
  onCancel: () => void;
}

/** The words of an utterance as one text, where it stands. Enter keeps it, as going elsewhere does; Escape leaves it as it was. */
export function UtteranceEditor({ text, onSave, onSplit, onCancel }: UtteranceEditorProps) {
  const t = useTranslations("corrections");
  const [draft, setDraft] = useState(text);
  const area = useRef<HTMLTextAreaElement>(null);
  /** What was handed over: leaving the field meanwhile does not do it twice. */
  const sent = useRef<string | null>(null);

  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(text.length, text.length);
  }, [text]);

  const next = words(draft).join(" ");
  const save = () => {
    sent.current = next;
    if (next && next !== text) onSave(next);
    else onCancel();
  };
  const split = () => {
    const word = words(draft.slice(0, area.current?.selectionStart ?? 0)).length;
    if (word === 0 || word >= words(draft).length) return area.current?.focus();
    sent.current = next;
    onSplit(next, word);
  };
  const press = (event: KeyboardEvent) => {
    // Enter that chooses a suggestion of an input method is not ours.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) split();
      else save();
    }
    if (event.key === "Escape") onCancel();
  };
  return (
    <div
      className="measure"
      onBlur={(event) => {
        if (sent.current !== next && !event.currentTarget.contains(event.relatedTarget)) save();
      }}
    >
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
        <Button size="sm" look="quiet" icon="scissors" onClick={split}>
          {t("split")}
        </Button>
        <span className="ml-1 hidden text-xs text-ink-muted wide:inline">{t("editorKeys")}</span>
      </div>
    </div>
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
