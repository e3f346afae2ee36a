import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { QueuedRun } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "./stop-dialog";

import { QueueRow } from "./queue-row";
import { QueueScreen } from "./queue-screen";

const waiting: QueuedRun = {
  id: "r",
  kind: "transcription",
  status: "PENDING",
  meeting_id: "m",
  title: "<b>Comité</b> اجتماع",
  owner: null,
  lane: "cpu",
  priority: 0,
  position: 3,
  worker: null,
  stage: null,
  progress: 0,
  starts_in: 240,
  ends_in: 900,
  created_at: "2026-11-03T13:05:00Z",
  started_at: null,
  attempt: 0,
  error: null,
  again_in: null,
};
const working: QueuedRun = { ...waiting, id: "w", status: "PROCESSING", position: null, title: "Budget", stage: "transcription", progress: 0.42, ends_in: 340 };

it("shows one's own runs with their place, their stage and when they begin", async () => {
  answering(() => ({ waiting: 4, working: 2, items: [working, waiting] }));
  show(<QueueScreen />);
  const [, list] = await screen.findAllByRole("list");
  expect(within(list as HTMLElement).getByText("Number 4")).toBeTruthy();
  expect(screen.getByRole("link", { name: waiting.title ?? "" }).getAttribute("href")).toBe("/meetings/m");
  expect(screen.getByText(/^starts in about 4/)).toBeTruthy();
  expect(screen.getByText(/^Writing down the words · 42% · .*left/)).toBeTruthy();
  expect(screen.getByText("2 runs at work, 4 waiting, of all accounts.")).toBeTruthy();
});

it("says what will stand here where there is nothing", async () => {
  answering(() => ({ waiting: 0, working: 0, items: [] }));
  show(<QueueScreen />);
  expect(await screen.findByText("None of your runs is at work or waits.")).toBeTruthy();
});

it("asks before it stops a run", async () => {
  const asked = answering(({ method }) => (method === "GET" ? { waiting: 0, working: 1, items: [working] } : { ...working, status: "CANCELLED" }));
  show(<QueueScreen />);
  fireEvent.keyDown(await screen.findByRole("button", { name: "Actions for Budget" }), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Stop…" }));
  const stop = await screen.findByRole("button", { name: "Stop" });
  expect(asked.some(({ method }) => method === "POST")).toBe(false);
  fireEvent.click(stop);
  await waitFor(() => expect(asked).toContainEqual({ method: "POST", path: "/runs/w/cancel", body: null }));
});

it("tells an administrator whose it is and who works on it, and nothing of the meeting", () => {
  const theirs = { ...working, meeting_id: null, title: null, owner: { id: "b", name: "Bob" }, worker: "gpu-1-4711" };
  show(<ul><QueueRow run={theirs} moves={null} onMove={vi.fn()} onStop={vi.fn()} /></ul>);
  expect(screen.getByText("Bob")).toBeTruthy();
  expect(screen.getByText(/gpu-1-4711/)).toBeTruthy();
  expect(screen.queryByRole("link")).toBeNull();
});

it("says of a run that was tried why it waits again and until when, and nothing of any other", () => {
  const error = { code: "network_down", message: "<b>The network is down.</b>" };
  const row = (run: QueuedRun) => {
    const { container, unmount } = show(<ul><QueueRow run={run} moves={null} onMove={vi.fn()} onStop={vi.fn()} /></ul>);
    const [, , line] = [...container.querySelectorAll("p")].map(({ textContent }) => textContent);
    unmount();
    return line;
  };
  expect(row(waiting)).toBeUndefined();
  expect(row({ ...waiting, attempt: 2, error, again_in: 24 })).toBe("Tried 2 times. <b>The network is down.</b> Tried again in about 30\u00a0s.");
  expect(row({ ...waiting, attempt: 1, error })).toBe("Tried once. <b>The network is down.</b> Tried again in its turn.");
  expect(row({ ...waiting, error, again_in: 60 })).toBe("<b>The network is down.</b> Tried again in about 1\u00a0min.");
  expect(row({ ...working, attempt: 1 })).toBeUndefined();
  expect(row({ ...working, attempt: 2 })).toBe("Tried before; this is attempt 2.");
});
