import { answered, type Api } from "@/api/client";
import type { TranscriptImport } from "@/api/types";

/** What may be said of a transcript file; what is left out the API finds out. */
export interface TranscriptDetails {
  title?: string;
  heldAt?: string;
  language?: string;
}

/** The browser cannot read the file any more: since it was chosen it was changed, moved or deleted. */
export class FileUnreadable extends Error {
  override readonly name = "FileUnreadable";
}

/** Makes a meeting of a file that another tool wrote. Its bytes go as they are, from the disk: the server finds out how they are written. */
export async function importMeeting(api: Api, file: File, { title, heldAt, language }: TranscriptDetails, signal: AbortSignal): Promise<TranscriptImport> {
  // On its way out, a file that is gone looks like a server that is.
  await file.slice(0, 1).arrayBuffer().catch((cause: unknown) => {
    throw new FileUnreadable("the file could not be read", { cause });
  });
  return answered(
    api.POST("/api/v1/meetings/imports", {
      params: { query: { filename: file.name, title, held_at: heldAt, language } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "text/plain" },
      signal,
    }),
  );
}
