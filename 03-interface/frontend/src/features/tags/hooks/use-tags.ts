"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { Meeting } from "@/api/types";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { listTags, removeTag, renameTag, tagKeys, tagMeetings, type Tagging } from "../api/tags";
import { undoing } from "../tagging";

/** The reader's tags; none until they are known. */
export function useTags() {
  const api = useApi();
  return useQuery({ queryKey: tagKeys.all, queryFn: ({ signal }) => listTags(api, signal) });
}

function useAfresh() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: tagKeys.all }),
      queries.invalidateQueries({ queryKey: meetingKeys.all }),
    ]);
}

/** Changes the tags of meetings, and offers to take the change back. */
export function useTagging() {
  const t = useTranslations("tags");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  const afresh = useAfresh();
  const onError = (error: unknown) => say(complaint(error));
  const undo = useMutation({
    mutationFn: async (changes: readonly Tagging[]) => {
      for (const change of changes) await tagMeetings(api, change);
    },
    onSettled: afresh,
    onError,
  });
  return useMutation({
    mutationFn: ({ change }: { meetings: readonly Meeting[]; change: Tagging }) => tagMeetings(api, change),
    onSuccess: (changed, { meetings, change }) => {
      if (changed.length > 0) {
        say(t("changed", { count: changed.length }), { label: t("undo"), run: () => undo.mutate(undoing(meetings, change)) });
      }
      return afresh();
    },
  });
}

export function useRenameTag() {
  const api = useApi();
  const afresh = useAfresh();
  return useMutation({
    mutationFn: ({ name, newName }: { name: string; newName: string }) => renameTag(api, name, newName),
    // Not waited for: the list that comes then has no place any more for who asked.
    onSuccess: () => void afresh(),
  });
}

export function useRemoveTag() {
  const api = useApi();
  const afresh = useAfresh();
  return useMutation({ mutationFn: (name: string) => removeTag(api, name), onSuccess: () => void afresh() });
}
