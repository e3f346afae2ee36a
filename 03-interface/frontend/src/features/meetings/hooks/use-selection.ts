"use client";

import { useCallback, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";

import { choose, chooseAll, NOTHING, remaining } from "../selection";

/** What is chosen in a list of that order, by mouse and by keyboard. */
export function useSelection(order: readonly string[]) {
  const [kept, setKept] = useState(NOTHING);
  const selection = useMemo(() => remaining(kept, order), [kept, order]);
  // Rows keep one and the same function: only the row that changes is drawn anew.
  const current = useRef(order);
  useLayoutEffect(() => {
    current.current = order;
  }, [order]);
  const onChoose = useCallback((id: string, stretch: boolean) => setKept((before) => choose(before, current.current, id, stretch)), []);
  const all = useCallback(() => setKept((before) => chooseAll(before, current.current)), []);
  const clear = useCallback(() => setKept(NOTHING), []);

  /** Arrows walk from box to box, with Shift they choose on the way; Escape chooses nothing, Ctrl+A all. */
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const box = event.target instanceof HTMLInputElement && event.target.type === "checkbox" ? event.target : null;
      const row = box?.closest<HTMLElement>("[data-meeting]");
      if (!box || !row) return;
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-meeting]")];
        const next = rows[rows.indexOf(row) + step];
        const target = next?.querySelector<HTMLInputElement>("input[type=checkbox]");
        if (!target) return;
        target.focus();
        const id = next?.dataset.meeting;
        if (event.shiftKey && id !== undefined && !target.checked) onChoose(id, false);
      } else if (event.key === "Escape") {
        clear();
      } else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        all();
      }
    },
    [all, clear, onChoose],
  );
  return { chosen: selection.chosen, onChoose, all, clear, onKeyDown };
}
