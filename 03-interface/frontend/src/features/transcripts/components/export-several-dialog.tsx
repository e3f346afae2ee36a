"use client";

import { ExportDialog } from "./export-dialog";
import { useExportSeveral } from "../hooks/use-export-several";

/** Asks what of these meetings is to be had and how it is to be written, and saves it in one archive. */
export function ExportSeveralDialog({ meetingIds, onClose }: { meetingIds: readonly string[]; onClose: () => void }) {
  const { transcripts, minutes } = useExportSeveral(meetingIds);
  return <ExportDialog save={transcripts} saveMinutes={minutes} onClose={onClose} />;
}
