import { answered, type Api } from "@/api/client";
import type { ApiToken, ApiTokenWithSecret, NewApiToken } from "@/api/types";

export const tokenKeys = { all: ["account", "tokens"] as const };

export function listTokens(api: Api, signal?: AbortSignal): Promise<ApiToken[]> {
  return answered(api.GET("/api/v1/auth/tokens", { signal }));
}

export function makeToken(api: Api, token: NewApiToken): Promise<ApiTokenWithSecret> {
  return answered(api.POST("/api/v1/auth/tokens", { body: token }));
}

export async function revokeToken(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/auth/tokens/{token_id}", { params: { path: { token_id: id } } }));
}
