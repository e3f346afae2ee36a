"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { Suggestion } from "@/api/types";
import { useUndo } from "@/features/corrections/hooks/undo-provider";
import { useApi } from "@/features/session/hooks/connection";
import { listSuggestions, transcriptKeys } from "@/features/transcripts/api/transcripts";
import { takeSpeakers } from "@/features/transcripts/hooks/take-transcript";
import { useCorrect } from "@/features/transcripts/hooks/use-transcript";
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

/** Says yes or no to the machine's guess; either can be taken back for a while where it is said that it was done. */
export function useDecide(meetingId: string) {
  const t = useTranslations("suggestions");
  const queries = useQueryClient();
  const say = useSay();
  const { mutate: correct, isPending } = useCorrect(meetingId);
  const { takeBack } = useUndo(meetingId);
  const decide = ({ speaker_id: id, name }: Suggestion, yes: boolean) =>
    correct((corrections) => (yes ? corrections.acceptSuggestion(id) : corrections.refuseSuggestion(id)), {
      onSuccess: ({ changed }) => {
        takeSpeakers(queries, meetingId);
        say(yes ? t("accepted", { name }) : t("refused", { name }), { label: t("undo"), run: () => takeBack(changed) });
      },
    });
  return { decide, isPending };
}
