import { fireEvent, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { Meeting, Run } from "@/api/types";
import { answering, show } from "@/testing";

import { RunPanel } from "./run-panel";

const run: Run = {
  id: "r",
  kind: "transcription",
  meeting_id: "m",
  person_id: null,
  status: "PROCESSING",
  stage: "transcription",
  progress: 0.42,
  stage_progress: 0.7,
  attempt: 1,
  queue_position: null,
  error: null,
  warnings: [],
  settings: { language: null, speakers: null, glossary: [] },
  created_at: "2026-11-03T13:05:00Z",
  started_at: "2026-11-03T13:06:00Z",
  finished_at: null,
};

const meeting = { id: "m", title: "Committee", revision: null } as Meeting;

it("tells the stage, the share, and that the page may be closed", () => {
  show(<RunPanel meeting={meeting} run={run} onRunAgain={vi.fn()} />);
  expect(screen.getByText(/^Writing down the words · 42%/)).toBeTruthy();
  expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("42");
  expect(screen.getByRole("listitem", { current: "step" }).textContent).toContain("Writing down the words");
  expect(screen.getAllByText(/%/)).toHaveLength(1);
  expect(screen.getByText(/You may close this page/)).toBeTruthy();
});

const waiting: Run = { ...run, status: "PENDING", stage: null, queue_position: 3 };

it("tells the place in the queue and when it may begin", async () => {
  const asked = answering(() => ({ waiting: 4, working: 1, items: [{ id: "r", starts_in: 240 }] }));
  show(<RunPanel meeting={meeting} run={waiting} onRunAgain={vi.fn()} />);
  expect(await screen.findByText(/^Waiting, no. 3 · starts in about 4/)).toBeTruthy();
  expect(asked.map(({ path }) => path)).toEqual(["/queue"]);
});

it("tells the place alone where nothing was measured", async () => {
  const asked = answering(() => ({ waiting: 4, working: 1, items: [{ id: "r", starts_in: null }] }));
  show(<RunPanel meeting={meeting} run={waiting} onRunAgain={vi.fn()} />);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(screen.getByText("Waiting, no. 3")).toBeTruthy();
});

it("says what it waits for, as long as it waits", () => {
  answering(() => ({ waiting: 1, working: 0, items: [] }));
  const error = { code: "storage_full", message: "The disk is full." };
  const { unmount } = show(<RunPanel meeting={meeting} run={{ ...waiting, error }} onRunAgain={vi.fn()} />);
  expect(screen.getByText("The disk is full.")).toBeTruthy();
  unmount();
  show(<RunPanel meeting={meeting} run={{ ...run, error }} onRunAgain={vi.fn()} />);
  expect(screen.queryByText("The disk is full.")).toBeNull();
});

it("says that an interrupted run goes on where it stopped", () => {
  show(<RunPanel meeting={meeting} run={{ ...run, attempt: 2 }} onRunAgain={vi.fn()} />);
  expect(screen.getByText(/resumed where it stopped \(attempt 2\)/)).toBeTruthy();
});

it("cancels when asked", async () => {
  const asked = answering(() => ({ ...run, status: "CANCELLED" }));
  show(<RunPanel meeting={meeting} run={run} onRunAgain={vi.fn()} />);
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await vi.waitFor(() => expect(asked).toEqual([{ method: "POST", path: "/runs/r/cancel", body: null }]));
});

it("says what happened, what was kept and what to do after a failure", () => {
  const again = vi.fn();
  const failed = { ...run, status: "FAILED" as const, error: { code: "media_no_audio", message: "This file has no sound track." } };
  show(<RunPanel meeting={meeting} run={failed} onRunAgain={again} />);
  expect(screen.getByText("This file has no sound track.")).toBeTruthy();
  expect(screen.getByText(/The recording is kept/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Run again…" }));
  expect(again).toHaveBeenCalledOnce();
});

it("speaks of a later run that ended badly as of that run, until it is put away", () => {
  const readable = { ...meeting, revision: 2 } as Meeting;
  const cancelled = { ...run, id: "r7", status: "CANCELLED" as const };
  const { unmount } = show(<RunPanel meeting={readable} run={cancelled} onRunAgain={vi.fn()} />);
  expect(screen.getByText("The last run was cancelled")).toBeTruthy();
  expect(screen.getByText(/transcript and its corrections are intact/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Put away" }));
  expect(screen.queryByText("The last run was cancelled")).toBeNull();
  unmount();
  const { rerender } = show(<RunPanel meeting={readable} run={cancelled} onRunAgain={vi.fn()} />);
  expect(screen.queryByText("The last run was cancelled")).toBeNull();
  rerender(<></>);
  show(<RunPanel meeting={readable} run={{ ...cancelled, id: "r8" }} onRunAgain={vi.fn()} />);
  expect(screen.getByText("The last run was cancelled")).toBeTruthy();
});
