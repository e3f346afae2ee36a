import { answered, type Api } from "@/api/client";
import type { OneTimeCode, User, UserWithCode } from "@/api/types";
import type { Locale } from "@/language/locale";

export const userKeys = { all: ["users"] as const };

export function listUsers(api: Api, signal?: AbortSignal): Promise<User[]> {
  return answered(api.GET("/api/v1/users", { signal })).then(({ items }) => items);
}

export interface NewUser {
  name: string;
  email: string;
  role: User["role"];
  language: Locale;
}

export function createUser(api: Api, user: NewUser): Promise<UserWithCode> {
  return answered(api.POST("/api/v1/users", { body: user }));
}

const at = (id: string) => ({ params: { path: { user_id: id } } });

export function changeUser(api: Api, id: string, change: Partial<Pick<User, "role" | "disabled" | "quota_bytes">>): Promise<User> {
  return answered(api.PATCH("/api/v1/users/{user_id}", { ...at(id), body: change }));
}

export function resetUser(api: Api, id: string): Promise<OneTimeCode> {
  return answered(api.POST("/api/v1/users/{user_id}/reset", at(id)));
}

export async function deleteUser(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/users/{user_id}", at(id)));
}
