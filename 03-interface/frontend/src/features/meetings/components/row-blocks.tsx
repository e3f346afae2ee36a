"use client";

import { useMemo, type KeyboardEvent, type ReactNode, type RefObject } from "react";

import type { Meeting } from "@/api/types";
import { useInSight } from "@/ui/in-sight";

/** Rows of a block: a block is drawn or not as a whole, the first one at once: a screen of them. Divisible by the columns of the grid. */
const BLOCK = 12;

/** Pixels that a row takes before one has been seen: they only place the scroll bar. */
const ROW_HEIGHT = 75;
const CARD_HEIGHT = 190;
const COLUMNS = 3;

interface RowBlocksProps {
  label: string;
  meetings: readonly Meeting[];
  list: RefObject<HTMLDivElement | null>;
  row: (meeting: Meeting) => ReactNode;
  grid?: boolean;
  stale?: boolean;
  /** The meeting that somebody comes back to: it is drawn at once. */
  start?: string | null;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** A list of any length, of which only what is near the screen is drawn. */
export function RowBlocks({ label, meetings, list, row, grid = false, stale = false, start = null, onKeyDown }: RowBlocksProps) {
  const blocks = useMemo(
    () => Array.from({ length: Math.ceil(meetings.length / BLOCK) }, (_, at) => meetings.slice(at * BLOCK, (at + 1) * BLOCK)),
    [meetings],
  );
  return (
    <div ref={list} role="list" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown} className={`outline-none ${stale ? "opacity-60" : ""}`}>
      {blocks.map((block, at) => (
        // By view too: what was measured as rows says nothing of cards.
        <Block key={`${grid ? "grid" : "list"}-${at}`} meetings={block} row={row} grid={grid} initially={at === 0 || block.some(({ id }) => id === start)} />
      ))}
    </div>
  );
}

interface BlockProps {
  meetings: readonly Meeting[];
  row: (meeting: Meeting) => ReactNode;
  grid: boolean;
  initially: boolean;
}

function Block({ meetings, row, grid, initially }: BlockProps) {
  const { ref, near, height } = useInSight<HTMLDivElement>(initially);
  const guess = grid ? Math.ceil(meetings.length / COLUMNS) * CARD_HEIGHT : meetings.length * ROW_HEIGHT;
  if (!near) return <div ref={ref} role="presentation" style={{ height: `${height ?? guess}px` }} />;
  return (
    <div ref={ref} role="presentation" className={grid ? "grid gap-3 pt-3 wide:grid-cols-3" : "divide-y divide-rule border-b border-rule"}>
      {meetings.map(row)}
    </div>
  );
}
