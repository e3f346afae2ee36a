import "fake-indexeddb/auto";
import { screen, waitFor, within } from "@testing-library/react";
import { useEffect, type ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Session } from "@/api/types";
import { useConnection } from "@/features/session/hooks/connection";
import { answering, show, type Asked } from "@/testing";

import { RecordScreen } from "./record-screen";
import { recordingOf, soundOf } from "../frail-api";
import { RecorderProvider } from "../hooks/recorder-provider";
import type { KeptRecording } from "../kept";
import { createStore } from "../store";

vi.mock("next/navigation", () => ({ usePathname: () => "/record" }));

const store = createStore();

beforeEach(async () => {
  for (const { id } of await store.all("claire")) await store.remove(id);
});

async function kept(change: Partial<KeptRecording>): Promise<void> {
  await store.create(recordingOf("r1", change));
  await store.append("r1", soundOf("0123456789"), 72);
}

function SignedIn({ children }: { children: ReactNode }) {
  const { keeper } = useConnection();
  useEffect(() => keeper.opened({ account: { id: "claire" }, csrf_token: "c", expires_at: "2030-01-01T00:00:00Z" } as unknown as Session), [keeper]);
  return children;
}

function open(answer: (asked: Asked) => unknown = () => ({ items: [] })) {
  const asked = answering(answer);
  show(
    <SignedIn>
      <RecorderProvider>
        <RecordScreen />
      </RecorderProvider>
    </SignedIn>,
  );
  return asked;
}

it("says over plain HTTP why it cannot record, and keeps no dead promise", async () => {
  open(); // jsdom's page is not a secure one
  expect((await screen.findByRole("alert")).textContent).toContain("HTTPS");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Start recording" }).disabled).toBe(true);
});

it("offers what was interrupted: to send, to save, to discard", async () => {
  await kept({ title: "<b>Comité</b>" });
  open();
  const row = await screen.findByRole("listitem");
  expect(row.textContent).toContain("<b>Comité</b>");
  expect(row.textContent).toMatch(/Interrupted after 1\smin\s12/);
  expect(within(row).getAllByRole("button").map((button) => button.textContent || button.getAttribute("aria-label"))).toEqual([
    "Send and transcribe",
    "Download “<b>Comité</b>”",
    "Discard “<b>Comité</b>”…",
  ]);
});

it("discards only when asked twice", async () => {
  await kept({});
  open();
  (await screen.findByRole("button", { name: "Discard “Comité”…" })).click();
  const dialog = await screen.findByRole("dialog");
  within(dialog).getByRole("button", { name: "Cancel" }).click();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await store.find("r1")).toBeDefined();
  screen.getByRole("button", { name: "Discard “Comité”…" }).click();
  within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete for good" }).click();
  await waitFor(() => expect(screen.queryByRole("listitem")).toBeNull());
  expect(await store.find("r1")).toBeUndefined();
});

it("says what the API refused, and that the recording stays", async () => {
  await kept({});
  open(({ path, method }) =>
    path === "/uploads" && method === "POST" ? Response.json({ code: "quota_exceeded", message: "There is no room." }, { status: 413 }) : { items: [] },
  );
  (await screen.findByRole("button", { name: "Send and transcribe" })).click();
  const told = await screen.findByText(/There is no room/);
  expect(told.textContent).toBe("There is no room. The recording stays in this browser.");
  expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
  expect(await store.find("r1")).toMatchObject({ bytes: 10 });
});

it("offers what arrived from another browser", async () => {
  const upload = { id: "u1", name: "a.webm", title: "Du téléphone", mark: "recorded in a browser x", bytes: null, received: 62_000, created_at: "2026-11-03T13:05:00Z", expires_at: "2026-11-10T13:05:00Z" };
  const file = { ...upload, id: "u2", title: "Un fichier", mark: "a.wav 9 1", bytes: 9 };
  open(() => ({ items: [upload, file] }));
  const row = await screen.findByRole("listitem");
  expect(row.textContent).toContain("Du téléphone");
  expect(row.textContent).toMatch(/62\sKB arrived here/);
});
