import { answered, type Api } from "@/api/client";
import type { Comment, CommentChange, NewComment } from "@/api/types";

export const commentKeys = {
  all: ["comments"] as const,
  of: (meetingId: string) => ["comments", meetingId] as const,
};

const at = (meetingId: string) => ({ path: { meeting_id: meetingId } });
const one = (meetingId: string, id: string) => ({ path: { meeting_id: meetingId, comment_id: id } });

/** All that is said of a meeting's words, answers included, the oldest first. */
export async function listComments(api: Api, meetingId: string, signal?: AbortSignal): Promise<Comment[]> {
  return (await answered(api.GET("/api/v1/meetings/{meeting_id}/comments", { params: at(meetingId), signal }))).items;
}

export function createComment(api: Api, meetingId: string, body: NewComment): Promise<Comment> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/comments", { params: at(meetingId), body }));
}

export function answerComment(api: Api, meetingId: string, id: string, text: string): Promise<Comment> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/comments/{comment_id}/answers", { params: one(meetingId, id), body: { text } }));
}

export function changeComment(api: Api, meetingId: string, id: string, body: CommentChange): Promise<Comment> {
  return answered(api.PATCH("/api/v1/meetings/{meeting_id}/comments/{comment_id}", { params: one(meetingId, id), body }));
}

export async function deleteComment(api: Api, meetingId: string, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/meetings/{meeting_id}/comments/{comment_id}", { params: one(meetingId, id) }));
}

/** Takes a deletion back, answers and all. */
export function restoreComment(api: Api, meetingId: string, id: string): Promise<Comment> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/comments/{comment_id}/restore", { params: one(meetingId, id) }));
}
