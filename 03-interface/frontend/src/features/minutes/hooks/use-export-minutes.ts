import { useQuery } from "@tanstack/react-query";

import { answered } from "@/api/client";
import { useApi } from "@/features/session/hooks/connection";
import { fileName } from "@/features/transcripts/export-choice";
import { timezone, useSaved } from "@/features/transcripts/hooks/use-export";

import { listDocumentTemplates, minutesKeys } from "../api/minutes";
import type { Format } from "../export-choice";

/** Word documents that minutes can be filled into, one's own and the organisation's. */
export function useDocumentTemplates() {
  const api = useApi();
  return useQuery({ queryKey: minutesKeys.documents, queryFn: ({ signal }) => listDocumentTemplates(api, signal) });
}

/** Saves minutes as a document whose times lead back to the recording; tells whether that succeeded. */
export function useExportMinutes(meetingId: string, title: string): (format: Format, template?: string) => Promise<boolean> {
  const api = useApi();
  const saved = useSaved();
  return (format, template) =>
    saved(`${fileName(title)}.${format}`, () =>
      answered(
        api.GET("/api/v1/meetings/{meeting_id}/minutes/export", {
          params: { path: { meeting_id: meetingId }, query: { format, template, address: window.location.origin, timezone: timezone() } },
          parseAs: "blob",
        }),
      ),
    );
}
