import { expect, it } from "vitest";

import { consentOf, readConsent, today } from "./consent";

const given = {
  id: "c",
  given_at: "2026-03-01T09:00:00Z",
  how: "form",
  recorded_at: "2026-03-02T09:00:00Z",
  recorded_by: null,
  revoked_at: null,
  revoked_how: null,
  revoked_by: null,
};

it("tells who agreed, who took it back and who was never asked", () => {
  expect(consentOf({ consent: null })).toEqual({ state: "none", on: null });
  expect(consentOf({ consent: given })).toEqual({ state: "given", on: given.given_at });
  expect(consentOf({ consent: { ...given, revoked_at: "2026-05-01T09:00:00Z" } })).toEqual({ state: "revoked", on: "2026-05-01T09:00:00Z" });
});

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

it("takes consent only where somebody says how it was given", () => {
  expect(readConsent(form({ how: "  " }))).toBeNull();
  expect(readConsent(form({}))).toBeNull();
  expect(readConsent(form({ how: " signed form " }))).toEqual({ how: "signed form" });
});

it("never dates a consent of today in the future", () => {
  const read = readConsent(form({ how: "by mail", given_on: today() }));
  expect(Date.parse(read?.given_at ?? "")).toBeLessThanOrEqual(Date.now());
  expect(today()).toMatch(/^\d{4}-\d\d-\d\d$/);
});
