/**
 * What was done to an utterance: written (and cut at that word, or found right as written), or found right as it stood. Cut
 * `into` a neighbour, the part on its side is that one's.
 */
export type Change = { kind: "write"; text: string; confirmed: boolean; word: number | null; into?: string } | { kind: "confirm" };

/**
 * `waiting`: on its way, or will be once the network is back. `clash`: somebody changed the same words; `present` is what
 * stands there now. `refused`: the API said no, for a `reason`.
 */
export type EditState = "waiting" | "clash" | "refused";

/** A change of an utterance that this browser has and the API not yet. */
export interface KeptEdit {
  id: string;
  /** Whose it is: a browser may be several people's. */
  account: string;
  meeting: string;
  utterance: string;
  /** The text that it was made on. */
  seen: string;
  change: Change;
  /** Milliseconds; they are sent in this order. */
  at: number;
  state: EditState;
  present: string | null;
  reason: string | null;
}

/** Edits in the browser's own storage. */
export interface EditStore {
  put: (edit: KeptEdit) => Promise<void>;
  remove: (id: string) => Promise<void>;
  /** A person's, the oldest first. */
  all: (account: string) => Promise<KeptEdit[]>;
  /** Forgets what anybody else left here. */
  clearOthers: (account: string) => Promise<void>;
}

/** The text that an edit leaves; `null` where it leaves the words alone. */
export function textOf({ change }: KeptEdit): string | null {
  return change.kind === "write" ? change.text : null;
}

/** Whether it gives words to a neighbour. */
export function givesWords({ change }: KeptEdit): boolean {
  return change.kind === "write" && change.into !== undefined;
}

/** Whether somebody found the utterance right with it, and nothing speaks against it yet. */
export function isFoundRight(edit: KeptEdit | undefined): boolean {
  return edit?.state === "waiting" && (edit.change.kind === "confirm" || edit.change.confirmed);
}

/** The last edit of each utterance of a meeting, by the utterance's id: what a reader sees there. */
export function lastOf(edits: readonly KeptEdit[], meeting: string): ReadonlyMap<string, KeptEdit> {
  const found = new Map<string, KeptEdit>();
  for (const edit of edits) {
    if (edit.meeting !== meeting) continue;
    const before = found.get(edit.utterance);
    // Finding right what was just written changes nothing of how it reads.
    if (!before || before.change.kind === "confirm" || edit.change.kind === "write") found.set(edit.utterance, edit);
  }
  return found;
}
