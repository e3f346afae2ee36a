import type { Api } from "@/api/client";
import { Problem } from "@/api/problem";
import { correctionsApi } from "@/features/transcripts/api/transcripts";

import type { Sent } from "../edit-outbox";
import type { KeptEdit } from "../kept";

/** Not "no" to the text, which is kept by then, but to where it is to be cut, or to whom a part is to go. */
const UNCUT = new Set(["utterance_changed", "utterance_not_found", "correction_empty"]);

/** Sends an edit. The same one sent twice is done once. */
export async function sendEdit(api: Api, { meeting, utterance, seen, change }: KeptEdit): Promise<Sent> {
  const corrections = correctionsApi(api, meeting);
  if (change.kind === "confirm") return { transcript: await corrections.confirmUtterance(utterance, seen) };
  const edited = await corrections.editUtterance(utterance, seen, change.text, change.confirmed);
  if (change.word === null) return { transcript: edited };
  try {
    const cut = await (change.into === undefined
      ? corrections.splitUtterance(utterance, change.text, change.word)
      : corrections.moveWords(utterance, change.text, change.word, change.into));
    return { transcript: { ...cut, changed: [...edited.changed, ...cut.changed] } };
  } catch (error) {
    if (error instanceof Problem && UNCUT.has(error.code)) return { transcript: edited, uncut: true };
    throw error;
  }
}
