import { screen } from "@testing-library/react";
import { expect, it } from "vitest";

import type { System } from "@/api/types";
import { show } from "@/testing";

import { ServicesPart } from "./services-part";
import { WorkPart } from "./work-part";
import { WorkersPart } from "./workers-part";

const worker: System["workers"][number] = {
  id: "gpu-1-4711",
  host: "gpu-1",
  release: "1.0",
  alive: true,
  lanes: ["cpu", "gpu"],
  device: "CPU",
  resident: "whisper-base (int8)",
  memory: 1_200_000_000,
  memory_free: 5_000_000_000,
  memory_total: 24_000_000_000,
  models: [
    { name: "whisper-base", purpose: "speech", size: 145_000_000, state: "present", needed: true },
    { name: "voice", purpose: "voice", size: 28_000_000, state: "missing", needed: true },
  ],
  runs: [{ id: "r", stage: "transcription", progress: 0.42 }],
  started_at: "2026-11-03T13:05:00Z",
  seen_at: "2026-11-03T14:05:00Z",
};

it("shows what a worker does, what it has loaded and what it takes", () => {
  show(<WorkersPart workers={[worker]} />);
  expect(screen.getByText("Writing down the words · 42%")).toBeTruthy();
  expect(screen.getByText("Model loaded: whisper-base (int8)")).toBeTruthy();
  expect(screen.getByText(/1\.2 GB of memory, 5 GB of 24 GB free/)).toBeTruthy();
  expect(screen.getByText(/^1 model installed, 145/)).toBeTruthy();
});

it("shows both runs of a worker that computes one and waits for a model of language in the other, and says when there is none", () => {
  const busy = { ...worker, runs: [...worker.runs, { id: "m", stage: null, progress: 0 }] };
  const { unmount } = show(<WorkersPart workers={[busy]} />);
  expect(screen.getByText(/^Writing down the words · 42%, .+ · 0%$/)).toBeTruthy();
  expect(screen.getAllByRole("progressbar")).toHaveLength(2);
  unmount();
  show(<WorkersPart workers={[{ ...worker, runs: [] }]} />);
  expect(screen.queryByRole("progressbar")).toBeNull();
});

it("says so where no worker lives, also where one was heard of before", () => {
  show(<WorkersPart workers={[{ ...worker, alive: false }]} />);
  expect(screen.getByText(/No worker is heard of/)).toBeTruthy();
  expect(screen.getByText("Not heard of")).toBeTruthy();
});

it("tells why a service does not answer, and which this installation does without", () => {
  const service = (name: string, state: string, message: string | null = null) => ({ name, state, kind: "redis", message });
  show(<ServicesPart release="1.0" services={[service("queue", "queue_unavailable", "The queue does not answer."), service("vectors", "none")]} />);
  expect(screen.getByText("The queue does not answer.")).toBeTruthy();
  expect(screen.getByText("Not installed; optional")).toBeTruthy();
});

it("adds the lanes up and tells the speed as people think of it", () => {
  const lane = { lane: "cpu" as const, waiting: 2, working: 1, oldest: 90 };
  const failures = [{ code: "media_no_audio", message: "This file has no sound track.", count: 3 }];
  const work = { lanes: [lane, { ...lane, lane: "gpu" as const, oldest: 30 }], silent: 0, factors: { balanced: 0.1 }, completed: 7, failed: 3, cancelled: 0, failures, wait: 12 };
  show(<WorkPart work={work} />);
  expect(screen.getByText("4")).toBeTruthy();
  expect(screen.getByText(/^1h in 6/)).toBeTruthy();
  expect(screen.getByText("This file has no sound track.")).toBeTruthy();
});
