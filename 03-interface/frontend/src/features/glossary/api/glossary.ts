import { answered, type Api } from "@/api/client";
import type { GlossaryImport, OwnGlossary } from "@/api/types";

export const glossaryKey = ["glossary"] as const;

export function readGlossary(api: Api, signal?: AbortSignal): Promise<OwnGlossary> {
  return answered(api.GET("/api/v1/glossary", { signal }));
}

export interface GlossaryChange {
  add?: string[];
  remove?: string[];
}

export function changeGlossary(api: Api, { add = [], remove = [] }: GlossaryChange): Promise<OwnGlossary> {
  return answered(api.PATCH("/api/v1/glossary", { body: { add, remove } }));
}

/** Sends the bytes as they are: the server finds out how they are written. */
export async function importGlossary(api: Api, file: Blob): Promise<GlossaryImport> {
  const bytes = await file.arrayBuffer();
  return answered(
    api.POST("/api/v1/glossary/import", {
      body: "",
      bodySerializer: () => bytes,
      headers: { "Content-Type": "text/plain" },
    }),
  );
}
