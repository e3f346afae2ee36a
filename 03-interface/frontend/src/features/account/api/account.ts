import { answered, type Api } from "@/api/client";
import type { Account, OpenSession, OwnSession } from "@/api/types";

export const accountKeys = {
  all: ["account"] as const,
  sessions: ["account", "sessions"] as const,
  storage: ["account", "storage"] as const,
};

export function listSessions(api: Api, signal?: AbortSignal): Promise<OpenSession[]> {
  return answered(api.GET("/api/v1/auth/sessions", { signal }));
}

export async function closeSession(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id: id } } }));
}

export async function closeOtherSessions(api: Api): Promise<void> {
  await answered(api.DELETE("/api/v1/auth/sessions", {}));
}

/** Who is signed in, and the share of the storage that is theirs. */
export function readOwnSession(api: Api, signal?: AbortSignal): Promise<OwnSession> {
  return answered(api.GET("/api/v1/auth/me", { signal }));
}

export function changeName(api: Api, name: string): Promise<Account> {
  return answered(api.PATCH("/api/v1/auth/me", { body: { name } }));
}

/** A file of one's account, with glossary and conversations. */
export async function readOwnData(api: Api): Promise<Blob> {
  return (await answered(api.GET("/api/v1/auth/me/export", { parseAs: "blob" }))) as unknown as Blob;
}
