import type { QueuedRun } from "@/api/types";

/** The first and the last of priorities, as the API knows them. */
const URGENT = -10;
const PATIENT = 10;

/** How a run that waits can be put elsewhere, and what puts it back. */
export type Move =
  | { how: "first"; back: number }
  | { how: "priority"; to: number; back: number }
  | { how: "place"; to: number; back: number };

export interface Moves {
  first: Move | null;
  earlier: Move | null;
  later: Move | null;
}

/** What an administrator may do to a run among everybody's that wait, in their order. */
export function movesAmongAll(run: QueuedRun, waiting: readonly QueuedRun[]): Moves {
  const by = (step: number): Move | null => {
    const to = run.priority + step;
    return to < URGENT || to > PATIENT ? null : { how: "priority", to, back: run.priority };
  };
  const isFirst = waiting[0]?.id === run.id;
  return { first: isFirst ? null : { how: "first", back: run.priority }, earlier: by(-1), later: by(1) };
}

/** What anybody may do to one of their own among their own. */
export function movesAmongMine(run: QueuedRun, mine: readonly QueuedRun[]): Moves {
  const at = mine.findIndex(({ id }) => id === run.id);
  const to = (place: number): Move | null => (place < 0 || place >= mine.length || place === at ? null : { how: "place", to: place, back: at });
  return { first: at > 1 ? to(0) : null, earlier: to(at - 1), later: to(at + 1) };
}
