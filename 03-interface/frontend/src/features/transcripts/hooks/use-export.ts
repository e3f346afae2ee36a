import { answered } from "@/api/client";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { saveFile } from "@/ui/save-file";
import { useSay } from "@/ui/toasts";

import { fileName, type Choice } from "../export-choice";

type Save = (choice: Choice) => Promise<boolean>;

/** Saves a meeting's transcript as a file; tells whether that succeeded. What went wrong is said. */
export function useExport(meetingId: string, title: string, revision: number | null): Save {
  const api = useApi();
  const saved = useSaved();
  return (choice) =>
    saved(`${fileName(title)}.${choice.format}`, () =>
      answered(
        api.GET("/api/v1/meetings/{meeting_id}/export", {
          params: { path: { meeting_id: meetingId }, query: { ...choice, timezone: timezone(), ...(revision !== null && { revision }) } },
          parseAs: "blob",
        }),
      ),
    );
}

/** Saves what is asked for under a name; tells whether that succeeded. What went wrong is said. */
export function useSaved(): (name: string, ask: () => Promise<unknown>) => Promise<boolean> {
  const say = useSay();
  const complaint = useComplaint();
  return async (name, ask) => {
    try {
      saveFile((await ask()) as Blob, name);
      return true;
    } catch (error) {
      say(complaint(error));
      return false;
    }
  };
}

/** The reader's. */
export const timezone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
