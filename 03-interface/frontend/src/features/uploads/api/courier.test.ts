import { afterEach, beforeAll, expect, it, vi } from "vitest";

import { Problem } from "@/api/problem";
import { SessionKeeper } from "@/api/session-keeper";

import { createCourier, mayPass } from "./courier";

// The library as a browser gets it; Node.js would get another one.
vi.mock("tus-js-client", async () => {
  vi.stubGlobal("window", {});
  return await vi.importActual("tus-js-client/lib.es5/browser/index.js");
});

beforeAll(async () => void (await import("tus-js-client"))); // by the real clock

afterEach(() => void vi.useRealTimers());

const SECONDS = 1_000;
const HOURS = 3_600 * SECONDS;

/** A request of a browser's, on a line where bytes move and answers come only as the test says. */
class BrowserRequest {
  static sent: BrowserRequest[] = [];

  readonly upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number }) => void } = {};
  onload?: () => void;
  status = 0;
  responseText = "";
  aborted = false;
  method = "";
  body: Blob | null = null;
  readonly headers: Record<string, string> = {};
  #answer: Record<string, string> = {};

  open(method: string): void {
    this.method = method;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(body: Blob | null): void {
    this.body = body;
    BrowserRequest.sent.push(this);
  }

  abort(): void {
    this.aborted = true;
  }

  getResponseHeader(name: string): string | null {
    return this.#answer[name] ?? null;
  }

  moves(loaded: number): void {
    this.upload.onprogress?.({ lengthComputable: true, loaded });
  }

  async answers(status: number, headers: Record<string, string>): Promise<void> {
    this.status = status;
    this.#answer = headers;
    this.onload?.();
    await pass(0);
  }
}

/** Lets time go by, and whatever it brings take its course. */
const pass = async (milliseconds: number) => void (await vi.advanceTimersByTimeAsync(milliseconds));

/** The request that is the last, which must be one of so many. */
function last(count: number): BrowserRequest {
  expect(BrowserRequest.sent.map(({ method }) => method)).toHaveLength(count);
  const found = BrowserRequest.sent.at(-1);
  if (!found) throw new Error("nothing was sent");
  return found;
}

const CONTENT = "0123456789";
const at = (offset: number) => ({ "Upload-Offset": String(offset), "Upload-Length": String(CONTENT.length) });

/** An upload that was gone on with: the API had two bytes of it, and the rest has just been sent. */
async function goneOnWith() {
  vi.useFakeTimers();
  BrowserRequest.sent = [];
  vi.stubGlobal("XMLHttpRequest", BrowserRequest);
  const line = { stands: Promise.resolve() };
  vi.stubGlobal("fetch", async (asked: string | { url: string }) => {
    await line.stands;
    const session = { account: { id: "claire" }, csrf_token: "c", expires_at: new Date(Date.now() + HOURS).toISOString() };
    return Response.json(String(asked).endsWith("/auth/me") ? session : { id: "réunion" });
  });
  const keeper = new SessionKeeper("http://api", () => "fr", (task) => task());
  const trying = vi.fn();
  const order = { file: new File([CONTENT], "réunion.wav"), details: {}, remote: "upload", begun: vi.fn(), sent: vi.fn(), trying };
  const meeting = createCourier("http://api", keeper, () => "fr").send(order, new AbortController().signal);
  await pass(0);
  expect(last(1).method).toBe("HEAD");
  await last(1).answers(200, at(2));
  expect(last(2)).toMatchObject({ method: "PATCH", headers: { "Upload-Offset": "2", "X-CSRF-Token": "c" } });
  return { meeting, trying, line };
}

/** Asks how far it was, is told five bytes, and brings the rest. */
async function goesOn(meeting: Promise<unknown>, before: number) {
  const asks = last(before + 1);
  expect([BrowserRequest.sent[before - 1]?.aborted, asks.method, asks.aborted]).toEqual([true, "HEAD", false]);
  await asks.answers(200, at(5));
  const rest = last(before + 2);
  expect(rest).toMatchObject({ method: "PATCH", headers: { "Upload-Offset": "5" } });
  expect(await rest.body?.text()).toBe("56789");
  await rest.answers(204, at(10));
  expect(await meeting).toEqual({ id: "réunion" });
  await pass(HOURS);
  last(before + 2);
}

it("gives up a connection that says nothing for a minute, and goes on from where the API is", async () => {
  const { meeting, trying } = await goneOnWith();
  await pass(59 * SECONDS);
  expect(last(2).aborted).toBe(false);
  expect(trying).not.toHaveBeenCalled();
  await pass(6 * SECONDS);
  expect(trying).toHaveBeenCalledOnce();
  await goesOn(meeting, 2);
});

it("waits for whatever moves, however slowly", async () => {
  const { meeting } = await goneOnWith();
  for (const bytes of [1, 2, 3, 4]) {
    await pass(55 * SECONDS);
    last(2).moves(bytes);
  }
  await pass(59 * SECONDS);
  expect(last(2).aborted).toBe(false);
  await pass(6 * SECONDS);
  await goesOn(meeting, 2);
});

it("does so at once after a sleep, in which the clock went on and no timer did", async () => {
  const { meeting } = await goneOnWith();
  last(2).moves(1);
  vi.setSystemTime(Date.now() + 3 * HOURS);
  expect(last(2).aborted).toBe(false);
  await pass(5 * SECONDS);
  await goesOn(meeting, 2);
});

it("asks anew how far it is where that is not answered either", async () => {
  const { meeting } = await goneOnWith();
  await pass(65 * SECONDS);
  expect(last(3).method).toBe("HEAD");
  await pass(65 * SECONDS);
  await goesOn(meeting, 3);
});

it("begins once, however long it takes to learn whether the session still is", async () => {
  const { meeting, line } = await goneOnWith();
  let stand = () => {};
  line.stands = new Promise((resolve) => (stand = resolve));
  await pass(600 * SECONDS);
  last(2);
  stand();
  await pass(0);
  await goesOn(meeting, 2);
});

const refused = (status: number) => Object.assign(new Error("refused"), { originalResponse: { getStatus: () => status } }) as Error;

it("tries again where that may end differently, and only there", () => {
  for (const status of [500, 502, 503, 507, 401, 403, 409, 423]) expect(mayPass(refused(status)), String(status)).toBe(true);
  for (const status of [400, 404, 412, 413, 415, 422, 460]) expect(mayPass(refused(status)), String(status)).toBe(false);
  expect(mayPass(new Error("cut off"))).toBe(true);
  const over = Object.assign(new Error("before the request"), { causingError: new Problem(401, "session_invalid", "") });
  expect(mayPass(over)).toBe(false);
});
