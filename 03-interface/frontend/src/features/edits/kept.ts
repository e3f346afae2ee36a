/**
 * What was done to the words of an utterance: written (and cut at that word, or found right as written), or found right as they
 * stood. Cut `into` a neighbour, the part on its side is that one's.
 */
type TextChange = { kind: "write"; text: string; confirmed: boolean; word: number | null; into?: string } | { kind: "confirm" };

/**
 * What was done to who says what: an utterance given to a speaker (`"new"` for one who was not there; with all that its speaker says
 * from there on), or made part of another; a speaker named, said to be a person or not to be one, or made one with another; or a text
 * put in the place of another everywhere.
 */
export type OtherChange =
  | { kind: "speaker"; speaker: string; onwards: boolean }
  | { kind: "join"; into: string }
  | { kind: "name"; name: string }
  | { kind: "person" | "notPerson"; person: string; name: string }
  | { kind: "merge"; into: string }
  | { kind: "replace"; find: string; replacement: string; matchCase: boolean; wholeWords: boolean };

export type Change = TextChange | OtherChange;

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
  /** What it was done to: the utterance, for `name`, `person`, `notPerson` and `merge` the speaker, for `replace` nothing. */
  utterance: string;
  /** The text that it was made on; empty where that is no utterance's. */
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

/** Whether it is about the words of its utterance, which others may have changed too. */
export function isText({ change }: KeptEdit): boolean {
  return change.kind === "write" || change.kind === "confirm";
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
  return edit?.state === "waiting" && (edit.change.kind === "confirm" || (edit.change.kind === "write" && edit.change.confirmed));
}

/** The last edit of each utterance of a meeting, by the utterance's id: what a reader sees there. */
export function lastOf(edits: readonly KeptEdit[], meeting: string): ReadonlyMap<string, KeptEdit> {
  const found = new Map<string, KeptEdit>();
  for (const edit of edits) {
    if (edit.meeting !== meeting || !isText(edit)) continue;
    const before = found.get(edit.utterance);
    // Finding right what was just written changes nothing of how it reads.
    if (!before || before.change.kind === "confirm" || edit.change.kind === "write") found.set(edit.utterance, edit);
  }
  return found;
}
