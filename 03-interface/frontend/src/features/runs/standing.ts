import type { Meeting, Run } from "@/api/types";

/** Where a meeting stands for who reads it: with a transcript it is ready, however a later run of it ended. */
export function standingOf({ status, revision }: Pick<Meeting, "status" | "revision">): Run["status"] {
  return revision !== null && (status === "FAILED" || status === "CANCELLED") ? "COMPLETED" : status;
}
