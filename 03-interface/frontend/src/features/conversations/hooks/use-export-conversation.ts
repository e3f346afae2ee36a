import { answered } from "@/api/client";
import type { Conversation } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { fileName } from "@/features/transcripts/export-choice";
import { useSaved } from "@/features/transcripts/hooks/use-export";

/** What a conversation is taken away as. */
export const FORMATS = ["md", "txt", "json"] as const;
type Format = (typeof FORMATS)[number];

/** Saves a conversation as a file whose citations lead back to the recordings; tells whether that succeeded. */
export function useExportConversation({ id, title }: Pick<Conversation, "id" | "title">): (format: Format) => Promise<boolean> {
  const api = useApi();
  const saved = useSaved();
  return (format) =>
    saved(`${fileName(title || "conversation")}.${format}`, () =>
      answered(
        api.GET("/api/v1/conversations/{conversation_id}/export", {
          params: { path: { conversation_id: id }, query: { format, address: window.location.origin } },
          parseAs: "blob",
        }),
      ),
    );
}
