import { screen } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Meeting } from "@/api/types";
import { show } from "@/testing";

import { MeetingRow, type ListedProps } from "./meeting-row";

const failed = {
  id: "m",
  title: "Committee",
  held_at: "2026-11-03T13:05:00Z",
  participants: [],
  tags: [],
  recording: { name: "a.wav", bytes: 8, media_type: "audio/wav" },
  imported: false,
  duration: 60,
  status: "FAILED",
  speaker_count: null,
  revision: null,
  run: { id: "r", status: "FAILED", error: { code: "unexpected", message: "Something went wrong." } },
} as unknown as Meeting;

const row: Omit<ListedProps, "meeting"> = {
  chosen: false,
  onChoose: () => undefined,
  actions: { ask: () => undefined, cancel: () => undefined, retry: () => Promise.resolve(), putAway: () => undefined, showTag: () => undefined },
};

it("tells what failed and offers to try again", () => {
  show(<MeetingRow {...row} meeting={failed} />);
  expect(screen.getByText("Failed")).toBeTruthy();
  expect(screen.getByText("Something went wrong.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Retry" })).toBeTruthy();
});

it("shows a meeting that has a transcript as ready, however a later run ended", () => {
  show(<MeetingRow {...row} meeting={{ ...failed, status: "COMPLETED", revision: 1, speaker_count: 2 }} />);
  expect(screen.queryByText("Failed")).toBeNull();
  expect(screen.queryByRole("button", { name: "Retry" })).toBeNull();
  expect(screen.getByText(/2 speakers/)).toBeTruthy();
  expect(screen.getByText("The last run did not succeed")).toBeTruthy();
});

it("says of an imported meeting nothing about runs, for there was none", () => {
  show(<MeetingRow {...row} meeting={{ ...failed, imported: true, status: "COMPLETED", revision: 1, speaker_count: 2, run: null }} />);
  expect(screen.getByText(/2 speakers/)).toBeTruthy();
  expect(screen.queryByText(/last run/)).toBeNull();
});
