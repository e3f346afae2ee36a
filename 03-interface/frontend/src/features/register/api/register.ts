import { answered, type Api } from "@/api/client";
import type { RegisterItem, RegisterPage } from "@/api/types";

import type { RegisterFilter } from "../filter";

export const registerKeys = {
  all: ["register"] as const,
  lists: ["register", "list"] as const,
  list: (filter: RegisterFilter) => ["register", "list", filter] as const,
};

const AT_ONCE = 100;

export const FILE_FORMATS = ["csv", "ics"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What the API is asked with a filter: nothing stands for "any". */
function asked({ kind, owner, status, from, until, q, meeting, sort }: RegisterFilter) {
  return {
    sort,
    ...(kind ? { kind } : {}),
    ...(owner ? { owner } : {}),
    ...(status ? { status } : {}),
    ...(from ? { due_from: from } : {}),
    ...(until ? { due_to: until } : {}),
    ...(q ? { q } : {}),
    ...(meeting ? { meeting_id: meeting } : {}),
  };
}

export function listRegister(api: Api, filter: RegisterFilter, cursor: string | null, signal?: AbortSignal): Promise<RegisterPage> {
  const query = { ...asked(filter), limit: AT_ONCE, ...(cursor ? { cursor } : {}) };
  return answered(api.GET("/api/v1/register", { params: { query }, signal }));
}

export type ItemStatus = NonNullable<RegisterItem["status"]>;

export function changeStatus(api: Api, id: string, status: ItemStatus): Promise<RegisterItem> {
  return answered(api.PATCH("/api/v1/register/{item_id}", { params: { path: { item_id: id } }, body: { status } }));
}

export async function readFile(api: Api, filter: RegisterFilter, format: FileFormat): Promise<Blob> {
  return (await answered(api.GET("/api/v1/register/export", { params: { query: { ...asked(filter), format } }, parseAs: "blob" }))) as Blob;
}
