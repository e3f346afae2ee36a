import type { User } from "@/api/types";

const GIGABYTE = 1_000_000_000;

/** Whose limit holds for an account: the one of all accounts, one of its own, or none at all. */
export type QuotaKind = "default" | "own" | "none";

export const QUOTA_KINDS: readonly QuotaKind[] = ["default", "own", "none"];

export function kindOf({ quota_bytes }: Pick<User, "quota_bytes">): QuotaKind {
  if (quota_bytes === null) return "default";
  return quota_bytes === 0 ? "none" : "own";
}

/** What a form proposes: the limit that holds, as a number of gigabytes; nothing where there is none. */
export function proposed({ effective_quota_bytes }: Pick<User, "effective_quota_bytes">): string {
  return effective_quota_bytes === 0 ? "" : String(effective_quota_bytes / GIGABYTE);
}

/** The API's number for what the form says. A limit of its own is a byte at least: 0 would be none. */
export function quotaBytes(kind: QuotaKind, gigabytes: number): number | null {
  if (kind === "default") return null;
  return kind === "none" ? 0 : Math.max(1, Math.round(gigabytes * GIGABYTE));
}
