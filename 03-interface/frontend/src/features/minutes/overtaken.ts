import { Problem } from "@/api/problem";
import type { Minutes } from "@/api/types";

/** Somebody else changed the same thing meanwhile. Nothing was written; `now` is how the minutes stand. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";

  constructor(readonly now: Minutes) {
    super("changed by somebody else");
  }
}

const MOST_TURNS = 3;

export interface Change {
  /** Makes the change to the minutes as they stand. */
  act: (now: Minutes) => Promise<Minutes>;
  /** Whether what is changed still stands as its writer saw it. */
  holds?: (now: Minutes) => boolean;
}

/**
 * The minutes after a change. Where others changed something else meanwhile it is made to theirs; where they changed the same,
 * it is not made.
 *
 * Errors: `Overtaken`; whatever the API refuses for another reason.
 */
export async function changed(known: Minutes, look: () => Promise<Minutes>, { act, holds = () => true }: Change): Promise<Minutes> {
  let now = known;
  for (let turn = 1; ; turn += 1) {
    if (!holds(now)) throw new Overtaken(now);
    try {
      return await act(now);
    } catch (error) {
      if (!(error instanceof Problem && error.code === "minutes_changed") || turn === MOST_TURNS) throw error;
      now = await look();
    }
  }
}
