import { answered, type Api } from "@/api/client";
import type { Session, Setup } from "@/api/types";
import type { Locale } from "@/language/locale";

export function readSetup(api: Api, signal?: AbortSignal): Promise<Setup> {
  return answered(api.GET("/api/v1/setup", { signal }));
}

interface FirstAdministrator {
  code: string;
  name: string;
  email: string;
  password: string;
  language: Locale;
}

export function createFirstAdministrator(api: Api, person: FirstAdministrator): Promise<Session> {
  return answered(api.POST("/api/v1/setup", { body: person }));
}

export function signIn(api: Api, credentials: { email: string; password: string }): Promise<Session> {
  return answered(api.POST("/api/v1/auth/login", { body: credentials }));
}

/** Sets the first password of an account that an administrator created or reset. */
export function redeemCode(api: Api, proof: { email: string; code: string; password: string }): Promise<Session> {
  return answered(api.POST("/api/v1/auth/password/redeem", { body: proof }));
}

export async function signOut(api: Api): Promise<void> {
  await answered(api.POST("/api/v1/auth/logout", {}));
}

export async function changePassword(api: Api, change: { current_password: string; new_password: string }): Promise<void> {
  await answered(api.POST("/api/v1/auth/password", { body: change }));
}

export async function rememberLanguage(api: Api, language: Locale): Promise<void> {
  await answered(api.PATCH("/api/v1/auth/me", { body: { language } }));
}
