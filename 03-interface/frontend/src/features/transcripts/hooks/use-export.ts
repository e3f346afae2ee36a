import { answered } from "@/api/client";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { saveFile } from "@/ui/save-file";
import { useSay } from "@/ui/toasts";

import { fileName, type Choice } from "../export-choice";

/** Saves a meeting's transcript as a file; tells whether that succeeded. What went wrong is said. */
export function useExport(meetingId: string, title: string, revision: number | null): (choice: Choice) => Promise<boolean> {
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  return async (choice) => {
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      const file = await answered(
        api.GET("/api/v1/meetings/{meeting_id}/export", {
          params: { path: { meeting_id: meetingId }, query: { ...choice, timezone, ...(revision !== null && { revision }) } },
          parseAs: "blob",
        }),
      );
      saveFile(file as Blob, `${fileName(title)}.${choice.format}`);
      return true;
    } catch (error) {
      say(complaint(error));
      return false;
    }
  };
}
