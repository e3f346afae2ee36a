import { describe, expect, it, vi } from "vitest";

import { answered, createApi } from "./client";
import { Problem, Unreachable } from "./problem";
import { SessionKeeper, type Exclusively } from "./session-keeper";
import type { Session } from "./types";

/** The API's side of a session, over `fetch`: one access cookie that can run out, one refresh cookie that rotates. */
class Server {
  access = "old";
  valid = new Set<string>();
  refreshes = 0;
  refreshable = true;
  seen: { path: string; csrf: string | null; language: string | null; body: string }[] = [];

  session(): Session {
    return {
      account: { id: "1", email: "c@example.org", name: "Claire", role: "member", language: "fr", created_at: "2026-01-01T00:00:00Z" },
      csrf_token: `csrf-${this.access}`,
      expires_at: new Date(Date.now() + 600_000).toISOString(),
    } as Session;
  }

  fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    const body = await request.text();
    this.seen.push({
      path,
      csrf: request.headers.get("X-CSRF-Token"),
      language: request.headers.get("Accept-Language"),
      body,
    });
    const refuse = (status: number, code: string) =>
      Response.json({ code, message: "non", details: {}, request_id: "r" }, { status });
    if (path === "/auth/refresh") {
      if (!this.refreshable) return refuse(401, "session_invalid");
      this.refreshes += 1;
      this.access = `new-${this.refreshes}`;
      this.valid.add(this.access);
      return Response.json(this.session());
    }
    if (!this.valid.has(this.access)) return refuse(401, "session_invalid");
    if (path === "/auth/me") return Response.json(this.session());
    if (path === "/auth/password") return refuse(401, "credentials_invalid");
    return Response.json({ ok: true });
  };
}

function tabs(server: Server, count: number) {
  vi.stubGlobal("fetch", server.fetch);
  let last: Promise<unknown> = Promise.resolve();
  const oneAtATime: Exclusively = (task) => {
    const turn = last.then(task, task);
    last = turn.catch(() => undefined);
    return turn;
  };
  return Array.from({ length: count }, () => {
    const keeper = new SessionKeeper("http://api", () => "fr", oneAtATime);
    return { keeper, api: createApi("http://api", keeper, () => "fr") };
  });
}

describe("a session that ran out", () => {
  it("is renewed once for all requests that were refused, in all tabs, and the requests go through", async () => {
    const server = new Server();
    const [one, two] = tabs(server, 2);
    if (!one || !two) throw new Error("two tabs");
    const titles = ["a", "b", "c"];
    const answers = await Promise.all(
      [one, one, two].map(({ api }, at) =>
        answered(
          api.PATCH("/api/v1/meetings/{meeting_id}", {
            params: { path: { meeting_id: "m" } },
            body: { title: titles[at] },
          }),
        ),
      ),
    );
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(server.refreshes).toBe(1);
    const sent = server.seen.filter(({ path }) => path === "/meetings/m").slice(-3);
    expect(sent.map(({ csrf }) => csrf)).toEqual(Array(3).fill("csrf-new-1"));
    expect(sent.map(({ body }) => (JSON.parse(body) as { title: string }).title).sort()).toEqual(titles);
    expect(sent.every(({ language }) => language === "fr")).toBe(true);
  });

  it("closes when it cannot be renewed, and the reader is told in the API's words", async () => {
    const server = new Server();
    server.refreshable = false;
    const [tab] = tabs(server, 1);
    if (!tab) throw new Error("a tab");
    await expect(answered(tab.api.GET("/api/v1/meetings", {}))).rejects.toThrow(Problem);
    expect(tab.keeper.state).toEqual({ status: "closed", ended: false, left: false });
    expect(tab.keeper.csrfToken).toBeNull();
  });
});

it("does not take a wrong password for a session that ran out", async () => {
  const server = new Server();
  server.valid.add("old");
  const [tab] = tabs(server, 1);
  if (!tab) throw new Error("a tab");
  await tab.keeper.renew();
  const change = answered(tab.api.POST("/api/v1/auth/password", { body: { current_password: "x", new_password: "y" } }));
  await expect(change).rejects.toMatchObject({ code: "credentials_invalid", status: 401 });
  expect(server.seen.filter(({ path }) => path === "/auth/password")).toHaveLength(1);
  expect(server.refreshes).toBe(0);
});

it("keeps the session when the network is down", async () => {
  const server = new Server();
  server.valid.add("old");
  const [tab] = tabs(server, 1);
  if (!tab) throw new Error("a tab");
  await tab.keeper.renew();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(answered(tab.api.GET("/api/v1/meetings", {}))).rejects.toThrow(Unreachable);
  await expect(tab.keeper.renew()).rejects.toThrow(Unreachable);
  expect(tab.keeper.state.status).toBe("open");
});

it("gives a line up that says nothing, and asks anew on another", async () => {
  const server = new Server();
  server.valid.add("old");
  const [tab] = tabs(server, 1);
  if (!tab) throw new Error("a tab");
  const deaf = new AbortController();
  const limit = vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(deaf.signal);
  vi.stubGlobal("fetch", (_input: RequestInfo | URL, init?: RequestInit) => {
    return new Promise<Response>((_answered, failed) => {
      const end = () => failed(init?.signal?.reason as Error);
      if (init?.signal?.aborted) end();
      init?.signal?.addEventListener("abort", end);
    });
  });
  const renewing = tab.keeper.renew();
  deaf.abort(new DOMException("too long", "TimeoutError"));
  await expect(renewing).rejects.toThrow(Unreachable);
  expect(limit).toHaveBeenCalledWith(20_000);
  vi.stubGlobal("fetch", server.fetch);
  expect((await tab.keeper.renew())?.account.name).toBe("Claire");
  limit.mockRestore();
});
