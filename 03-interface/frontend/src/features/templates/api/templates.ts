import { answered, type Api } from "@/api/client";
import type { DocumentTemplate, DocumentTemplates, MinutesTemplate, NewMinutesTemplate } from "@/api/types";

/** What a template of one's own is made of, as it is sent whole. */
export type TemplateForm = Required<NewMinutesTemplate>;

const at = (key: string) => ({ params: { path: { key } } });

export function addTemplate(api: Api, form: TemplateForm): Promise<MinutesTemplate> {
  return answered(api.POST("/api/v1/minutes-templates", { body: form }));
}

export function changeTemplate(api: Api, key: string, form: TemplateForm): Promise<MinutesTemplate> {
  return answered(api.PATCH("/api/v1/minutes-templates/{key}", { ...at(key), body: form }));
}

export async function removeTemplate(api: Api, key: string): Promise<void> {
  await answered(api.DELETE("/api/v1/minutes-templates/{key}", at(key)));
}

const ofDocument = (id: string) => ({ params: { path: { template_id: id } } });
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

export function listDocuments(api: Api, signal?: AbortSignal): Promise<DocumentTemplates> {
  return answered(api.GET("/api/v1/document-templates", { signal }));
}

/** Sends a Word document's bytes as they are. It is tried at once: what minutes cannot be filled into is refused with the reason. */
export async function uploadDocument(api: Api, file: Blob, { name, shared }: Pick<DocumentTemplate, "name" | "shared">): Promise<DocumentTemplate> {
  const bytes = await file.arrayBuffer();
  return answered(
    api.POST("/api/v1/document-templates", {
      params: { query: { name, shared } },
      body: "",
      bodySerializer: () => bytes,
      headers: { "Content-Type": WORD },
    }),
  );
}

export async function readDocument(api: Api, id: string): Promise<Blob> {
  return (await answered(api.GET("/api/v1/document-templates/{template_id}", { ...ofDocument(id), parseAs: "blob" }))) as Blob;
}

/** A document to begin with, which names every field. */
export async function readStarter(api: Api): Promise<Blob> {
  return (await answered(api.GET("/api/v1/document-templates/starter", { parseAs: "blob" }))) as Blob;
}

export async function removeDocument(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/document-templates/{template_id}", ofDocument(id)));
}
