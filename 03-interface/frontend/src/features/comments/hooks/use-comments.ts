"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";

import type { Comment, CommentChange, NewComment, Transcript } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Later, useLater } from "@/ui/later";
import { useSay } from "@/ui/toasts";

import { answerComment, changeComment, commentKeys, createComment, deleteComment, listComments, restoreComment } from "../api/comments";
import type { Remarks } from "../placing";

export function useComments(meetingId: string) {
  const api = useApi();
  return useQuery({ queryKey: commentKeys.of(meetingId), queryFn: ({ signal }) => listComments(api, meetingId, signal) });
}

// Most transcripts have no comments: what finds their places comes where there are some.
const placing = new Later(() => import("../placing"));

const NONE: ReadonlyMap<string, Remarks> = new Map();

/** What there is to show beside each utterance, by its id. */
export function useRemarks({ meeting_id: meetingId, utterances }: Transcript): ReadonlyMap<string, Remarks> {
  const { data: comments } = useComments(meetingId);
  const places = useLater(placing, comments !== undefined && comments.length > 0);
  return useMemo(
    () => (places && comments && comments.length > 0 ? places.remarksOf(places.threads(comments, utterances), utterances) : NONE),
    [places, comments, utterances],
  );
}

type Act = { kind: "add"; comment: NewComment } | { kind: "answer"; id: string; text: string } | { kind: "change"; id: string; change: CommentChange } | { kind: "delete"; id: string } | { kind: "restore"; id: string };

/** Says, answers, settles, changes and deletes; what is deleted can be taken back at a word. */
export function useCommenting(meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const t = useTranslations("comments");
  const { mutate, isPending } = useMutation({
    scope: { id: `comments/${meetingId}` },
    mutationFn: async (act: Act) => {
      if (act.kind === "add") await createComment(api, meetingId, act.comment);
      if (act.kind === "answer") await answerComment(api, meetingId, act.id, act.text);
      if (act.kind === "change") await changeComment(api, meetingId, act.id, act.change);
      if (act.kind === "delete") await deleteComment(api, meetingId, act.id);
      if (act.kind === "restore") await restoreComment(api, meetingId, act.id);
      return act;
    },
    onSuccess: async (act) => {
      if (act.kind === "delete") say(t("deleted"), { label: t("undo"), run: () => mutate({ kind: "restore", id: act.id }) });
      await queries.invalidateQueries({ queryKey: commentKeys.of(meetingId) });
    },
    onError: (error) => say(complaint(error)),
  });
  return useMemo(
    () => ({
      isPending,
      add: (comment: NewComment, onKept?: () => void) => mutate({ kind: "add", comment }, { onSuccess: onKept }),
      answer: (id: string, text: string, onKept: () => void) => mutate({ kind: "answer", id, text }, { onSuccess: onKept }),
      change: (id: string, change: CommentChange, onKept?: () => void) => mutate({ kind: "change", id, change }, { onSuccess: onKept }),
      remove: ({ id }: Comment) => mutate({ kind: "delete", id }),
    }),
    [mutate, isPending],
  );
}
