import { expect, it } from "vitest";

import { UploadGone } from "@/api/problem";
import type { Meeting, UploadUnderWay } from "@/api/types";

import { markOf } from "./mark";
import { UploadQueue, type Courier, type Order } from "./queue";

interface Flight {
  order: Order;
  land: () => void;
  crash: (error: unknown) => void;
  aborted: boolean;
}

function setUp() {
  const flights: Flight[] = [];
  const received: string[] = [];
  const stopped: string[] = [];
  const clock = { now: 0 };
  const courier: Courier = {
    send: (order, signal) =>
      new Promise((resolve, reject) => {
        order.begun(order.remote ?? `remote ${order.file.name}`);
        const flight: Flight = {
          order,
          aborted: false,
          land: () => resolve({ id: order.file.name } as Meeting),
          crash: reject,
        };
        signal.addEventListener("abort", () => {
          flight.aborted = true;
          reject(new DOMException("stopped", "AbortError"));
        });
        flights.push(flight);
      }),
    stop: (remote) => {
      stopped.push(remote);
      return Promise.resolve();
    },
  };
  const queue = new UploadQueue(
    courier,
    (meeting) => received.push(meeting.id),
    () => clock.now,
  );
  const fileOf = (name: string) => new File(["12345678"], name, { lastModified: 1 });
  const recordings = (...names: string[]) => names.map((name) => ({ file: fileOf(name), details: {} }));
  const states = () => queue.uploads.map(({ status }) => status);
  /** Lets what was settled take its course. */
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const flight = (name: string): Flight => {
    const found = flights.findLast(({ order }) => order.file.name === name);
    if (!found) throw new Error(`${name} was not sent`);
    return found;
  };
  return { queue, flights, received, stopped, clock, fileOf, recordings, states, settled, flight };
}

function underWay(file: File, received: number): UploadUnderWay {
  const moment = "2026-11-03T13:05:00Z";
  return { id: "r1", name: file.name, title: "Comité", mark: markOf(file), bytes: file.size, received, created_at: moment, expires_at: moment };
}

it("sends two at a time, in order, and says when each has arrived", async () => {
  const { queue, flights, received, recordings, states, settled, flight } = setUp();
  queue.add(recordings("a", "b", "c"));
  expect(flights.map(({ order }) => order.file.name)).toEqual(["a", "b"]);
  expect(states()).toEqual(["sending", "sending", "waiting"]);
  flight("a").land();
  await settled();
  expect(states()).toEqual(["received", "sending", "sending"]);
  expect(received).toEqual(["a"]);
});

it("stops one without touching the others; what waits takes its place", async () => {
  const { queue, stopped, recordings, states, settled, flight } = setUp();
  queue.add(recordings("a", "b", "c"));
  queue.cancel(1);
  await settled();
  expect(flight("a").aborted).toBe(true);
  expect(flight("b").aborted).toBe(false);
  expect(states()).toEqual(["cancelled", "sending", "sending"]);
  expect(stopped).toEqual(["remote a"]);
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
  const { sent } = flight("a").order;
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

it("pauses and goes on where it was", async () => {
  const { queue, recordings, states, settled, flight, flights, stopped } = setUp();
  queue.add(recordings("a"));
  flight("a").order.sent(5);
  queue.pause(1);
  await settled();
  expect(states()).toEqual(["paused"]);
  expect(queue.busy).toBe(false);
  expect(stopped).toEqual([]);
  queue.retry(1);
  expect(flights).toHaveLength(2);
  expect(flight("a").order.remote).toBe("remote a");
  expect(queue.uploads[0]?.sent).toBe(5);
});

it("says while a connection is being tried again, and until bytes move", () => {
  const { queue, recordings, flight } = setUp();
  queue.add(recordings("a"));
  flight("a").order.trying();
  expect(queue.uploads[0]?.trying).toBe(true);
  flight("a").order.sent(3);
  expect(queue.uploads[0]?.trying).toBe(false);
});

it("shows what was interrupted, and goes on with it when its own file is chosen", async () => {
  const { queue, fileOf, states, settled, flight, flights, received } = setUp();
  const file = fileOf("a");
  queue.restore([underWay(file, 3)]);
  queue.restore([underWay(file, 3)]);
  expect(states()).toEqual(["interrupted"]);
  expect(queue.busy).toBe(false);
  expect(queue.uploads[0]).toMatchObject({ title: "Comité", sent: 3, size: 8 });
  expect(queue.goOn(fileOf("b"))).toBe(false);
  expect(queue.goOn(new File(["12345678"], "a", { lastModified: 2 })), "another file of that name").toBe(false);
  expect(flights).toHaveLength(0);
  expect(queue.goOn(file)).toBe(true);
  expect(flight("a").order.remote).toBe("r1");
  flight("a").land();
  await settled();
  expect(received).toEqual(["a"]);
});

it("goes on by itself when the network is back, and begins anew what the API forgot", async () => {
  const { queue, recordings, states, settled, flight } = setUp();
  queue.add(recordings("a", "b"));
  flight("a").crash(new TypeError("no network"));
  flight("b").crash(new UploadGone());
  await settled();
  queue.retryLost((error) => error instanceof TypeError);
  expect(states()).toEqual(["sending", "failed"]);
  expect(flight("a").order.remote).toBe("remote a");
  queue.retry(2);
  expect(flight("b").order.remote).toBeNull();
});
