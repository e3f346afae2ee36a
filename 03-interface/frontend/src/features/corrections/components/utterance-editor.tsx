"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import { Button, IconButton } from "@/ui/button";

interface UtteranceEditorProps {
  /** As it reads now: somebody else may change it while it is edited. */
  text: string;
  /** Whether there is none before and none after it to give words to. */
  first: boolean;
  last: boolean;
  /** `seen` is the text that the editor began with. */
  onSave: (text: string, seen: string) => void;
  /** From that word of the text on it is an utterance of its own. */
  onSplit: (text: string, word: number, seen: string) => void;
  /** The words before that one go to the utterance before (`-1`), or it and all that follow to the one after (`1`). */
  onMove: (text: string, word: number, step: 1 | -1, seen: string) => void;
  onClose: () => void;
}

/** The words of an utterance as one text, where it stands. Enter keeps it, as going elsewhere does; Escape leaves it as it was. */
export function UtteranceEditor({ text, first, last, onSave, onSplit, onMove, onClose }: UtteranceEditorProps) {
  const t = useTranslations("corrections");
  const [seen] = useState(text);
  /** As it is typed: nothing is drawn anew for a letter. */
  const draft = useRef(seen);
  const area = useRef<HTMLTextAreaElement>(null);
  /** It was kept or left on purpose: leaving the field does not do it again. */
  const over = useRef(false);

  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(seen.length, seen.length);
  }, [seen]);

  const next = () => words(draft.current).join(" ");
  const unsaved = useRef(() => undefined as void);
  useEffect(() => {
    unsaved.current = () => {
      const text = words(draft.current).join(" ");
      if (!over.current && text && text !== seen) onSave(text, seen);
    };
  });
  // Its utterance may be joined with another or taken out by somebody else, or the page may close: what was typed goes on all the same.
  useEffect(() => () => unsaved.current(), []);

  const save = () => {
    over.current = true;
    const text = next();
    if (text && text !== seen) onSave(text, seen);
    else onClose();
  };
  const cancel = () => {
    over.current = true;
    onClose();
  };
  const before = () => words(draft.current.slice(0, area.current?.selectionStart ?? 0)).length;
  const split = () => {
    const word = before();
    if (word === 0 || word >= words(draft.current).length) return area.current?.focus();
    over.current = true;
    onSplit(next(), word, seen);
  };
  const move = (step: 1 | -1) => {
    const word = before();
    const some = step > 0 ? word < words(draft.current).length : word > 0;
    if (!some || (step > 0 ? last : first)) return area.current?.focus();
    over.current = true;
    onMove(next(), word, step, seen);
  };
  const press = (event: KeyboardEvent) => {
    // Enter that chooses a suggestion of an input method is not ours.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) split();
      else save();
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(event.key === "ArrowUp" ? -1 : 1);
    }
    if (event.key === "Escape") cancel();
  };
  return (
    <div
      className="measure"
      onBlur={(event) => {
        if (!over.current && !event.currentTarget.contains(event.relatedTarget)) save();
      }}
    >
      <textarea
        ref={area}
        aria-label={t("text")}
        defaultValue={seen}
        onChange={(event) => {
          draft.current = event.target.value;
        }}
        onKeyDown={press}
        className="-mx-2 -my-1 field-sizing-content w-[calc(100%+0.5rem)] resize-none wide:w-[calc(100%+1rem)] rounded-md border border-accent bg-surface px-2 py-1 text-reading text-ink outline-none"
      />
      {text !== seen && (
        <p role="status" className="mt-1 text-xs text-doubt">
          {t("changedMeanwhile")}
        </p>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="sm" look="primary" onClick={save}>
          {t("save")}
        </Button>
        <Button size="sm" look="quiet" onClick={cancel}>
          {t("cancel")}
        </Button>
        <Button size="sm" look="quiet" icon="scissors" onClick={split}>
          {t("split")}
        </Button>
        {!first && <IconButton icon="up" label={t("moveBefore")} onClick={() => move(-1)} className="size-8!" />}
        {!last && <IconButton icon="down" label={t("moveAfter")} onClick={() => move(1)} className="size-8!" />}
        <span className="ml-1 hidden text-xs text-ink-muted wide:inline">{t("editorKeys")}</span>
      </div>
    </div>
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
