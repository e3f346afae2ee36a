import type { Upload, UploadStatus } from "./queue";

/** Rows that are looked through at a glance. */
export const GLANCE = 8;

const URGENCY: Readonly<Record<UploadStatus, number>> = { sending: 0, failed: 1, paused: 2, interrupted: 3, waiting: 4, received: 5, cancelled: 6 };

/** Those that most want to be seen, in the order of the list: all of them where they are few. */
export function atAGlance(uploads: readonly Upload[]): readonly Upload[] {
  if (uploads.length <= GLANCE) return uploads;
  const chosen = new Set([...uploads].sort((one, other) => URGENCY[one.status] - URGENCY[other.status]).slice(0, GLANCE));
  return uploads.filter((upload) => chosen.has(upload));
}
