"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type RefObject } from "react";

import type { Utterance } from "@/api/types";
import { Button } from "@/ui/button";

import { anchorOf, type Anchor } from "../anchor";
import { selectedWords } from "../selection";
import { ColourChoice, type Colour } from "./colour-choice";

interface SelectionToolsProps {
  list: RefObject<HTMLElement | null>;
  utterances: readonly Utterance[];
  onComment: (anchor: Anchor, words: string) => void;
  onHighlight: (anchor: Anchor, colour: Colour) => void;
}

interface Chosen {
  article: Element;
  anchor: Anchor;
  words: string;
  left: number;
  top: number;
}

/** What can be done with the words that are selected, above them. They are reached by Tab too, right after the words. */
export function SelectionTools({ list, utterances, onComment, onHighlight }: SelectionToolsProps) {
  const t = useTranslations("comments");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const latest = useRef(utterances);
  useEffect(() => {
    latest.current = utterances;
  }, [utterances]);

  useEffect(() => {
    const look = () => {
      const selection = window.getSelection();
      const found = selectedWords(selection);
      const place = found && list.current?.contains(found.article) ? Number(found.article.id.replace("u-", "")) : NaN;
      const utterance = latest.current[place];
      if (!found || !utterance || !selection?.rangeCount) return setChosen(null);
      const box = selection.getRangeAt(0).getBoundingClientRect();
      const words = utterance.words.slice(found.first, found.last).map(({ text }) => text).join(" ");
      setChosen({
        article: found.article,
        anchor: anchorOf(utterance, found.first, found.last),
        words,
        left: Math.max(8, Math.min(box.left + box.width / 2, window.innerWidth - 8)),
        top: box.top + window.scrollY,
      });
    };
    // While words are being selected nothing stands in the way.
    const released = (event: Event) => !(event.target instanceof Node && bar.current?.contains(event.target)) && setTimeout(look, 0);
    const cleared = () => window.getSelection()?.isCollapsed && !bar.current?.contains(document.activeElement) && setChosen(null);
    look(); // words may have been selected while this was on its way
    document.addEventListener("pointerup", released);
    document.addEventListener("keyup", released);
    document.addEventListener("selectionchange", cleared);
    return () => {
      document.removeEventListener("pointerup", released);
      document.removeEventListener("keyup", released);
      document.removeEventListener("selectionchange", cleared);
    };
  }, [list]);

  if (!chosen) return null;
  const act = (run: () => void) => {
    window.getSelection()?.removeAllRanges();
    // The tools go: whoever works by keyboard goes on at the words.
    if (chosen.article instanceof HTMLElement) chosen.article.focus({ preventScroll: true });
    setChosen(null);
    run();
  };
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t("tools", { words: chosen.words.slice(0, 60) })}
      // Pressing a button does not take the selection away.
      onMouseDown={(event) => event.preventDefault()}
      style={{ left: `clamp(9rem, ${chosen.left}px, calc(100vw - 9rem))`, top: `${chosen.top}px` }}
      className="appearing absolute z-40 flex -translate-x-1/2 -translate-y-[calc(100%+8px)] items-center gap-1 rounded-lg border border-rule bg-surface p-1 shadow-raised"
    >
      <ColourChoice onChoose={(colour) => act(() => onHighlight(chosen.anchor, colour))} />
      <Button size="sm" look="quiet" icon="comment" onClick={() => act(() => onComment(chosen.anchor, chosen.words))}>
        {t("comment")}
      </Button>
    </div>
  );
}
