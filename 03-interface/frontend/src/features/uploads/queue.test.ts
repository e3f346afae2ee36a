import { expect, it } from "vitest";

import type { Meeting } from "@/api/types";

import { UploadQueue, type Send } from "./queue";

interface Flight {
  name: string;
  sent: (bytes: number) => void;
  land: () => void;
  crash: (error: unknown) => void;
  aborted: boolean;
}

function setUp() {
  const flights: Flight[] = [];
  const received: string[] = [];
  const clock = { now: 0 };
  const send: Send = (file, _details, sent, signal) =>
    new Promise((resolve, reject) => {
      const flight: Flight = {
        name: file.name,
        sent,
        aborted: false,
        land: () => resolve({ id: file.name } as Meeting),
        crash: reject,
      };
      signal.addEventListener("abort", () => {
        flight.aborted = true;
        reject(new DOMException("stopped", "AbortError"));
      });
      flights.push(flight);
    });
  const queue = new UploadQueue(
    send,
    (meeting) => received.push(meeting.id),
    () => clock.now,
  );
  const recordings = (...names: string[]) => names.map((name) => ({ file: new File(["12345678"], name), details: {} }));
  const states = () => queue.uploads.map(({ status }) => status);
  /** Lets what was settled take its course. */
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const flight = (name: string): Flight => {
    const found = flights.findLast((one) => one.name === name);
    if (!found) throw new Error(`${name} was not sent`);
    return found;
  };
  return { queue, flights, received, clock, recordings, states, settled, flight };
}

it("sends two at a time, in order, and says when each has arrived", async () => {
  const { queue, flights, received, recordings, states, settled, flight } = setUp();
  queue.add(recordings("a", "b", "c"));
  expect(flights.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(states()).toEqual(["sending", "sending", "waiting"]);
  flight("a").land();
  await settled();
  expect(states()).toEqual(["received", "sending", "sending"]);
  expect(received).toEqual(["a"]);
});

it("stops one without touching the others; what waits takes its place", async () => {
  const { queue, recordings, states, settled, flight } = setUp();
  queue.add(recordings("a", "b", "c"));
  queue.cancel(1);
  await settled();
  expect(flight("a").aborted).toBe(true);
  expect(flight("b").aborted).toBe(false);
  expect(states()).toEqual(["cancelled", "sending", "sending"]);
});

it("keeps a failed one with its reason and sends it again when asked", async () => {
  const { queue, recordings, states, settled, flight, received } = setUp();
  queue.add(recordings("a"));
  const reason = new Error("cut off");
  flight("a").crash(reason);
  await settled();
  expect(states()).toEqual(["failed"]);
  expect(queue.uploads[0]?.error).toBe(reason);
  expect(queue.busy).toBe(false);
  queue.retry(1);
  flight("a").land();
  await settled();
  expect(states()).toEqual(["received"]);
  expect(received).toEqual(["a"]);
});

it("measures the speed over the last seconds", () => {
  const { queue, recordings, clock, flight } = setUp();
  queue.add(recordings("a"));
  const { sent } = flight("a");
  sent(0);
  expect(queue.uploads[0]?.rate).toBeNull();
  clock.now = 1000;
  sent(2_000_000);
  expect(queue.uploads[0]?.rate).toBe(2_000_000);
  clock.now = 10_000;
  sent(2_000_000);
  clock.now = 11_000;
  sent(2_500_000);
  expect(queue.uploads[0]?.rate).toBe(500_000);
});

it("knows when closing the page would lose something", async () => {
  const { queue, recordings, settled, flight } = setUp();
  expect(queue.busy).toBe(false);
  queue.add(recordings("a"));
  expect(queue.busy).toBe(true);
  flight("a").land();
  await settled();
  expect(queue.busy).toBe(false);
});
