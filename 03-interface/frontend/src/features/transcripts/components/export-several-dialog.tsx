"use client";

import { ExportDialog } from "./export-dialog";
import { useExportSeveral } from "../hooks/use-export";

/** Asks how the transcripts of these meetings are to be written, and saves them in one archive. */
export function ExportSeveralDialog({ meetingIds, onClose }: { meetingIds: readonly string[]; onClose: () => void }) {
  return <ExportDialog save={useExportSeveral(meetingIds)} onClose={onClose} />;
}
