import { answered, type Api } from "@/api/client";
import type { Conversation, ConversationPage, AnswerOffer } from "@/api/types";

export const conversationKeys = {
  all: ["conversations"] as const,
  lists: ["conversations", "list"] as const,
  list: (meetingId: string | null) => ["conversations", "list", meetingId] as const,
  one: (id: string) => ["conversations", "one", id] as const,
  offer: ["conversations", "offer"] as const,
};

/** The longest question, in characters. */
export const LONGEST = 2000;
/** So many meetings a conversation may be about, where it is not about all of them. */
export const MOST_MEETINGS = 50;

/** The conversations that somebody had, the last asked first; with a meeting, those about that one alone. */
export function listConversations(api: Api, meetingId: string | null, cursor: string | null, signal?: AbortSignal): Promise<ConversationPage> {
  const query = { ...(meetingId ? { meeting_id: meetingId } : {}), ...(cursor ? { cursor } : {}) };
  return answered(api.GET("/api/v1/conversations", { params: { query }, signal }));
}

export function readConversation(api: Api, id: string, signal?: AbortSignal): Promise<Conversation> {
  return answered(api.GET("/api/v1/conversations/{conversation_id}", { params: { path: { conversation_id: id } }, signal }));
}

/** Begins one about some meetings, or about all one may see (`null`), also those to come. */
export function beginConversation(api: Api, meetingIds: string[] | null): Promise<Conversation> {
  return answered(api.POST("/api/v1/conversations", { body: { meeting_ids: meetingIds } }));
}

export function renameConversation(api: Api, id: string, title: string): Promise<Conversation> {
  return answered(api.PATCH("/api/v1/conversations/{conversation_id}", { params: { path: { conversation_id: id } }, body: { title } }));
}

export async function deleteConversation(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/conversations/{conversation_id}", { params: { path: { conversation_id: id } } }));
}

/** Whether a model writes the answers, or the best passages are the answer. */
export function readOffer(api: Api, signal?: AbortSignal): Promise<AnswerOffer> {
  return answered(api.GET("/api/v1/conversations/offer", { signal }));
}

/** Asks; the answer comes as a stream of events, until `signal` gives it up. */
export async function askQuestion(api: Api, id: string, question: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const path = { conversation_id: id };
  const asked = api.POST("/api/v1/conversations/{conversation_id}/messages", { params: { path }, body: { question, language: null }, parseAs: "stream", signal });
  return (await answered(asked)) as unknown as ReadableStream<Uint8Array>;
}
