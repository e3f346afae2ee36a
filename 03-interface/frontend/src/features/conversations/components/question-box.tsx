"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, type FormEvent, type KeyboardEvent } from "react";

import { Button } from "@/ui/button";

import { LONGEST } from "../api/conversations";

interface QuestionBoxProps {
  value: string;
  onChange: (text: string) => void;
  onAsk: (question: string) => void;
  /** Gives up the answer that is under way; `null` where none is. */
  onStop: (() => void) | null;
  disabled?: boolean;
  /** Whoever opens the page begins here. */
  first?: boolean;
}

/** Where a question is typed. Enter asks it; with Shift it begins a line. */
export function QuestionBox({ value, onChange, onAsk, onStop, disabled = false, first = false }: QuestionBoxProps) {
  const t = useTranslations("conversations.box");
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const isReady = value.trim() !== "" && !disabled && onStop === null;

  useEffect(() => {
    if (first && window.matchMedia("(pointer: fine)").matches) field.current?.focus({ preventScroll: true });
  }, [first]);

  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onAsk(value.trim());
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While letters are composed (Japanese, Chinese) Enter takes what is offered.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    ask(event);
  };

  return (
    <form
      onSubmit={ask}
      className="rounded-lg border border-edge bg-surface p-2 shadow-raised focus-within:border-accent focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent print:hidden"
    >
      <textarea
        ref={field}
        aria-label={t("label")}
        aria-describedby={hint}
        placeholder={t("placeholder")}
        value={value}
        rows={1}
        maxLength={LONGEST}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={press}
        className="field-sizing-content block max-h-40 min-h-10 w-full resize-none bg-transparent px-2 py-2 text-base text-ink outline-none"
      />
      <div className="flex items-center gap-3 pl-2">
        <p id={hint} className="min-w-0 flex-1 text-xs text-ink-muted">
          {t("hint")}
        </p>
        {onStop ? (
          <Button size="sm" icon="stop" onClick={onStop}>
            {t("stop")}
          </Button>
        ) : (
          <Button type="submit" size="sm" look="primary" icon="up" disabled={!isReady}>
            {t("ask")}
          </Button>
        )}
      </div>
    </form>
  );
}
