"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

import type { Suggestion } from "@/api/types";
import { useUndo } from "@/features/corrections/hooks/undo-provider";
import { useEditOutbox, useEdits } from "@/features/edits/hooks/edits-provider";
import { useApi } from "@/features/session/hooks/connection";
import { listSuggestions, transcriptKeys } from "@/features/transcripts/api/transcripts";
import { useSay } from "@/ui/toasts";

export function useSuggestions(meetingId: string, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: transcriptKeys.suggestions(meetingId),
    queryFn: ({ signal }) => listSuggestions(api, meetingId, signal),
    enabled,
    staleTime: 0,
  });
}

/**
 * Says yes or no to the machine's guess about a speaker; either can be taken back for a while where it is said that it was done.
 *
 * It waits in the browser as other changes do. What it is about is the person that was seen, not whoever is guessed by then.
 */
export function useDecide(meetingId: string, { speaker_id: speaker, person_id: person, name }: Suggestion) {
  const t = useTranslations("suggestions");
  const say = useSay();
  const outbox = useEditOutbox();
  const { others } = useEdits(meetingId);
  const { takeBack } = useUndo(meetingId);
  useEffect(
    () =>
      outbox.onSent(({ meeting, utterance, change }, { transcript: { changed } }) => {
        if (meeting !== meetingId || utterance !== speaker || (change.kind !== "person" && change.kind !== "notPerson")) return;
        say(change.kind === "person" ? t("accepted", { name }) : t("refused", { name }), { label: t("undo"), run: () => takeBack(changed) });
      }),
    [outbox, meetingId, speaker, name, takeBack, say, t],
  );
  const decide = (yes: boolean) => outbox.add(meetingId, speaker, "", { kind: yes ? "person" : "notPerson", person, name });
  const isDecided = others.some(({ utterance, state, change }) => utterance === speaker && state === "waiting" && (change.kind === "person" || change.kind === "notPerson"));
  return { decide, isDecided };
}
