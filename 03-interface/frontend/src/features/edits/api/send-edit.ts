import type { Api } from "@/api/client";
import { Problem } from "@/api/problem";
import { correctionsApi } from "@/features/corrections/api/corrections";

import type { Sent } from "../edit-outbox";
import type { KeptEdit } from "../kept";

/** Not "no" to the text, which is kept by then, but to where it is to be cut, or to whom a part is to go. */
const UNCUT = new Set(["utterance_changed", "utterance_not_found", "correction_empty"]);

/** Sends an edit. The same one sent twice is done once: the API knows its name. */
export async function sendEdit(api: Api, { id, meeting, utterance, seen, change }: KeptEdit): Promise<Sent> {
  const corrections = correctionsApi(api, meeting, id);
  switch (change.kind) {
    case "confirm":
      return { transcript: await corrections.confirmUtterance(utterance, seen) };
    case "speaker":
      return { transcript: await corrections.reassignUtterance(utterance, change.speaker, change.onwards) };
    case "join":
      return { transcript: await corrections.joinUtterance(utterance, change.into) };
    case "name":
      return { transcript: await corrections.renameSpeaker(utterance, change.name) };
    case "person":
      return { transcript: await corrections.namePerson(utterance, change.person) };
    case "notPerson":
      return { transcript: await corrections.refusePerson(utterance, change.person) };
    case "merge":
      return { transcript: await corrections.mergeSpeakers(utterance, change.into) };
    case "replace": {
      const { find, replacement, matchCase: match_case, wholeWords: whole_words } = change;
      return { transcript: await corrections.replace({ find, replacement, match_case, whole_words }) };
    }
  }
  const edited = await corrections.editUtterance(utterance, seen, change.text, change.confirmed);
  if (change.word === null) return { transcript: edited };
  try {
    const cutting = correctionsApi(api, meeting, `${id}/cut`);
    const cut = await (change.into === undefined
      ? cutting.splitUtterance(utterance, change.text, change.word)
      : cutting.moveWords(utterance, change.text, change.word, change.into));
    return { transcript: { ...cut, changed: [...edited.changed, ...cut.changed] } };
  } catch (error) {
    if (error instanceof Problem && UNCUT.has(error.code)) return { transcript: edited, uncut: true };
    throw error;
  }
}
