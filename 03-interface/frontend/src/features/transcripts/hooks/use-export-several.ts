import { answered } from "@/api/client";
import type { Choice as MinutesChoice } from "@/features/minutes/export-choice";
import { useApi } from "@/features/session/hooks/connection";

import type { Choice } from "../export-choice";
import { timezone, useSaved } from "./use-export";

/** So many the API packs into one archive. */
const TOGETHER = 100;

/** Saves documents of several meetings in an archive, in more than one where they are many; tells whether that succeeded. */
export function useExportSeveral(meetingIds: readonly string[]) {
  const api = useApi();
  const saved = useSaved();
  const each = async (what: string, ask: (meeting: string[]) => Promise<unknown>): Promise<boolean> => {
    for (let start = 0; start < meetingIds.length; start += TOGETHER) {
      const name = start === 0 ? `${what}.zip` : `${what}-${start / TOGETHER + 1}.zip`;
      if (!(await saved(name, () => ask(meetingIds.slice(start, start + TOGETHER))))) return false;
    }
    return true;
  };
  return {
    transcripts: (choice: Choice) =>
      each("transcripts", (meeting) =>
        answered(api.GET("/api/v1/exports", { params: { query: { ...choice, meeting, timezone: timezone() } }, parseAs: "blob" })),
      ),
    minutes: (choice: MinutesChoice) =>
      each("minutes", (meeting) => {
        const query = { ...choice, meeting, address: window.location.origin, timezone: timezone() };
        return answered(api.GET("/api/v1/exports/minutes", { params: { query }, parseAs: "blob" }));
      }),
  };
}
