import { screen } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Meeting } from "@/api/types";
import { answering, show } from "@/testing";

import { RecordingOnly } from "./recording-only";

const meeting = {
  id: "m",
  title: "Committee",
  participants: [],
  recording: { name: "a.wav", bytes: 48_200_000, media_type: "audio/wav" },
  imported: false,
  duration: 61,
  created_at: "2026-11-03T13:05:00Z",
  revision: null,
} as unknown as Meeting;

it("can be heard and saved although nothing was transcribed", () => {
  answering(({ path }) => (path.endsWith("/peaks") ? { per_second: 10, peaks: [0, 12] } : []));
  const { container } = show(<RecordingOnly meeting={meeting} start={null} />);
  expect(container.querySelector("audio")?.getAttribute("src")).toBe("http://api/api/v1/meetings/m/audio");
  expect(screen.getByRole("button", { name: "Play" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Download the recording" })).toBeTruthy();
});

it("offers no player where the sound could not be read, but the file as it came", () => {
  answering(() => []);
  const { container } = show(<RecordingOnly meeting={{ ...meeting, duration: null }} start={null} />);
  expect(container.querySelector("audio")).toBeNull();
  expect(screen.getByRole("button", { name: "Download the recording" })).toBeTruthy();
});
