import { afterEach, expect, it, vi } from "vitest";

import { Problem, Unreachable, UploadGone } from "@/api/problem";
import { SessionKeeper } from "@/api/session-keeper";
import type { Session } from "@/api/types";

import { recordingOf } from "../frail-api";
import { createLine, NotTheirs } from "./line";

afterEach(() => void vi.unstubAllGlobals());

interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** A line to an API that answers so; what it was asked is kept. */
function line(answer: (asked: Asked) => Response) {
  const all: Asked[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const asked = { method: request.method, path: new URL(request.url).pathname.replace("/api/v1", ""), headers: request.headers, body: await request.text() };
    all.push(asked);
    return answer(asked);
  });
  const keeper = new SessionKeeper("http://api", () => "fr");
  keeper.opened({ account: { id: "claire" }, csrf_token: "c", expires_at: "2030-01-01T00:00:00Z" } as unknown as Session);
  return { all, line: createLine("http://api", keeper, () => "fr") };
}

const signal = new AbortController().signal;
const refusal = (status: number, code: string) => Response.json({ code, message: code }, { status });

it("begins without a length, and says what is known", async () => {
  const { all, line: it } = line(() => new Response(null, { status: 201, headers: { Location: "/api/v1/uploads/abc" } }));
  expect(await it.begin(recordingOf("r1"), signal)).toBe("abc");
  const [asked] = all;
  expect(asked).toMatchObject({ method: "POST", path: "/uploads" });
  expect(asked?.headers.get("Upload-Defer-Length")).toBe("1");
  expect(asked?.headers.get("Upload-Length")).toBeNull();
  expect(asked?.headers.get("X-CSRF-Token")).toBe("c");
  const said = Object.fromEntries((asked?.headers.get("Upload-Metadata") ?? "").split(",").map((pair) => pair.split(" ")));
  expect(Object.keys(said)).toEqual(["filename", "mark", "title", "held_at", "language"]);
  expect(atob(said.mark)).toBe("recorded in a browser r1");
});

it("sends nothing of one person's as another", async () => {
  const { all, line: it } = line(() => new Response());
  await expect(it.begin(recordingOf("r1", { account: "marc" }), signal)).rejects.toBeInstanceOf(NotTheirs);
  await expect(it.describe("abc", recordingOf("r1", { account: "marc" }), signal)).rejects.toBeInstanceOf(NotTheirs);
  expect(all).toEqual([]);
});

it("tells the length with the end alone", async () => {
  const { all, line: it } = line(() => new Response(null, { status: 204, headers: { "Upload-Offset": "7" } }));
  const bytes = new TextEncoder().encode("abc");
  expect(await it.bring("abc", 4, bytes, null, signal)).toBe(7);
  await it.bring("abc", 4, bytes, 7, signal);
  expect(all.map(({ headers, body }) => [headers.get("Upload-Offset"), headers.get("Upload-Length"), body])).toEqual([
    ["4", null, "abc"],
    ["4", "7", "abc"],
  ]);
});

it("knows how far it is, and what is gone", async () => {
  const growing = line(() => new Response(null, { headers: { "Upload-Offset": "9", "Upload-Defer-Length": "1" } }));
  expect(await growing.line.standing("abc", signal)).toEqual({ offset: 9, length: null });
  const complete = line(() => new Response(null, { headers: { "Upload-Offset": "9", "Upload-Length": "9" } }));
  expect(await complete.line.standing("abc", signal)).toEqual({ offset: 9, length: 9 });
  await expect(line(() => new Response(null, { status: 404 })).line.standing("abc", signal)).rejects.toBeInstanceOf(UploadGone);
  await expect(line(() => refusal(413, "quota_exceeded")).line.bring("abc", 0, new Uint8Array(1), null, signal)).rejects.toMatchObject({ code: "quota_exceeded" });
  const dead = line(() => {
    throw new TypeError("no line");
  });
  await expect(dead.line.standing("abc", signal)).rejects.toBeInstanceOf(Unreachable);
});

it("gives the meeting its title, and notes only where there are some", async () => {
  const plain = line(() => Response.json({}));
  await plain.line.describe("abc", recordingOf("r1"), signal);
  expect(plain.all.map(({ path }) => path)).toEqual(["/meetings/abc"]);
  const untitled = line(() => Response.json({}));
  await untitled.line.describe("abc", recordingOf("r1", { title: " " }), signal);
  expect(untitled.all).toEqual([]);
  const markers = [{ at: 1, word: "Budget" }];
  const full = line(() => Response.json({}));
  await full.line.describe("abc", recordingOf("r1", { notes: "n", markers }), signal);
  expect(full.all.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
    ["/meetings/abc", { title: "Comité" }],
    ["/meetings/abc/notes", { text: "n", markers }],
  ]);
  await line(() => refusal(404, "meeting_not_found")).line.describe("abc", recordingOf("r1"), signal);
  await expect(line(() => refusal(503, "database_busy")).line.describe("abc", recordingOf("r1"), signal)).rejects.toBeInstanceOf(Problem);
});

it("deletes the meeting that came of what is given up", async () => {
  const { all, line: it } = line(({ path }) => (path.startsWith("/uploads") ? refusal(409, "upload_complete") : new Response(null, { status: 204 })));
  await it.giveUp("abc");
  expect(all.map(({ method, path }) => `${method} ${path}`)).toEqual(["DELETE /uploads/abc", "DELETE /meetings/abc"]);
});
