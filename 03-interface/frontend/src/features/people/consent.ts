import type { Person } from "@/api/types";

/** Whether somebody may be known by voice: they agreed, took it back, or were never asked. */
export type ConsentState = "given" | "revoked" | "none";

export function consentOf({ consent }: Pick<Person, "consent">): { state: ConsentState; on: string | null } {
  if (consent === null) return { state: "none", on: null };
  return consent.revoked_at === null ? { state: "given", on: consent.given_at } : { state: "revoked", on: consent.revoked_at };
}

/**
 * The consent that a form tells of; `null` where it says that there is none.
 *
 * A day is taken at its beginning where the reader is: no later than now, whatever the hour it is entered at.
 */
export function readConsent(form: FormData): { how: string; given_at?: string } | null {
  const how = String(form.get("how") ?? "").trim();
  if (!how) return null;
  const day = String(form.get("given_on") ?? "");
  return day ? { how, given_at: new Date(`${day}T00:00`).toISOString() } : { how };
}

/** Today where the reader is, as fields for a day write it. */
export function today(now = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
