"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import type { Transcript } from "@/api/types";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { clock } from "@/language/formats";
import { Button } from "@/ui/button";
import { useSay } from "@/ui/toasts";

import { useEditOutbox, useEdits } from "../hooks/edits-provider";
import type { KeptEdit } from "../kept";

/** Changes of who says what that the API has not made: those that wait for it, in a line each, and those that it refused. */
export function OtherEdits({ meetingId, transcript }: { meetingId: string; transcript: Transcript }) {
  const t = useTranslations("edits.other");
  const { others, cut } = useEdits(meetingId);
  const describe = useChangeSentence(transcript);
  const refused = others.filter(({ state }) => state === "refused");
  // While the API answers they are there before anybody has read of them.
  const waiting = cut ? others.filter(({ state }) => state === "waiting") : [];
  return (
    <>
      {waiting.length > 0 && (
        <section aria-label={t("waiting")} className="appearing my-1 rounded-lg bg-sunken px-4 py-3 text-sm text-ink-soft">
          <p className="font-semibold">{t("waiting")}</p>
          <ul className="mt-1 list-disc pl-5">
            {waiting.map((edit) => (
              <li key={edit.id} className="break-words">
                {describe(edit)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {refused.map((edit) => (
        <RefusedEdit key={edit.id} edit={edit} sentence={describe(edit)} />
      ))}
    </>
  );
}

function RefusedEdit({ edit, sentence }: { edit: KeptEdit; sentence: string }) {
  const t = useTranslations("edits");
  const say = useSay();
  const outbox = useEditOutbox();
  const letGo = () => {
    void outbox.resolve(edit.id, null);
    say(t("other.letGo"), { label: t("undo"), run: () => void outbox.restore(edit) });
  };
  return (
    <section aria-label={t("other.refused")} className="appearing my-1 rounded-lg border border-doubt bg-surface p-3">
      <p role="alert" className="font-semibold text-ink">
        {t("other.refused")}
      </p>
      <p className="mt-0.5 break-words text-ink">{sentence}</p>
      {edit.reason && <p className="mt-0.5 text-ink-soft">{edit.reason}</p>}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button size="sm" look="primary" onClick={() => void outbox.again(edit.id)}>
          {t("tryAgain")}
        </Button>
        <Button size="sm" look="quiet" onClick={letGo}>
          {t("discard")}
        </Button>
      </div>
    </section>
  );
}

/** Says in a sentence what is to be changed, in the words of what is shown now. */
function useChangeSentence({ speakers, utterances }: Transcript): (edit: KeptEdit) => string {
  const t = useTranslations("edits.other");
  const named = useSpeakerName();
  return useCallback(
    ({ change, utterance: target, seen }) => {
      const nameOf = (id: string) => {
        const found = speakers.find((one) => one.id === id);
        return found ? named(found) : t("someone");
      };
      const line = utterances.find(({ id }) => id === target);
      // One that is gone is told by what it said.
      const place = line ? clock(line.start) : `${seen.slice(0, 40)}…`;
      switch (change.kind) {
        case "speaker":
          return t(change.onwards ? "onwards" : "speaker", { place, name: change.speaker === "new" ? t("new") : nameOf(change.speaker) });
        case "join":
          return t("join", { place });
        case "name":
          return t("name", { before: nameOf(target), name: change.name });
        case "person":
          return t("person", { before: nameOf(target), name: change.name });
        case "notPerson":
          return t("notPerson", { before: nameOf(target), name: change.name });
        case "merge":
          return t("merge", { before: nameOf(target), name: nameOf(change.into) });
        case "replace":
          return t("replace", { find: change.find, replacement: change.replacement });
        default:
          return "";
      }
    },
    [t, named, speakers, utterances],
  );
}
