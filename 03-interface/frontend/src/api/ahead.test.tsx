import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { askedFirst } from "@/features/meetings/asked-first";

import { forgetAhead, takeAhead } from "./ahead";
import { begin, script, type Question } from "./asking-ahead";
import { createApi } from "./client";
import { SessionKeeper } from "./session-keeper";

const API = "http://api";
const WHO = `${API}/api/v1/auth/me`;
const ID = "0123456789abcdef0123456789abcdef";
const MEETING = `${API}/api/v1/meetings/${ID}`;

/** An API that says of each address what stands there, and notes what was asked of it. */
function answering(answers: Record<string, () => Response | Promise<Response>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    asked.push(`${request.method} ${request.url}`);
    return (await answers[request.url]?.()) ?? Response.json({ code: "session_invalid" }, { status: 401 });
  });
  return asked;
}

const me = () =>
  Response.json({ account: { id: "1" }, csrf_token: "c", expires_at: new Date(Date.now() + 600_000).toISOString() });

beforeEach(() => {
  vi.spyOn(performance, "now").mockReturnValue(500); // milliseconds since the page was asked for
  document.documentElement.lang = "fr";
});
afterEach(() => {
  forgetAhead();
  vi.restoreAllMocks();
});

const questions = (path: string) => askedFirst(new URL(path, "http://page"), API);

it("asks for a meeting with its transcript what its page asks for", async () => {
  const asked = answering({ [WHO]: me, [MEETING]: () => Response.json({ id: ID, revision: 2 }), [`${MEETING}/transcript`]: () => Response.json({ words: 3 }) });
  begin(WHO, await questions(`/meetings/${ID}`));
  await vi.waitFor(() => expect(asked).toEqual([`GET ${WHO}`, `GET ${MEETING}`, `GET ${MEETING}/transcript`]));

  const keeper = new SessionKeeper(API, () => "fr", (task) => task());
  const api = createApi(API, keeper, () => "fr");
  expect((await keeper.renew())?.account.id).toBe("1");
  const params = { path: { meeting_id: ID } };
  const read = async () => (await api.GET("/api/v1/meetings/{meeting_id}/transcript", { params })).data;
  expect(await read()).toEqual({ words: 3 });
  expect(asked).toHaveLength(3);
  // Once: what is asked for again is asked of the API.
  expect(await read()).toEqual({ words: 3 });
  expect(asked).toHaveLength(4);
});

it.each([
  [`/meetings/${ID}?revision=1`, [MEETING, `${MEETING}/transcript?revision=1`]],
  ["/meetings?q=a%3Cb&sort=title", [`${API}/api/v1/meetings?sort=title&limit=50&q=a%3Cb`]],
  ["/meetings/trash", []],
  ["/people", []],
])("of %s asks %j", async (path, addresses) => {
  expect((await questions(path)).map(({ address }) => address)).toEqual(addresses);
});

it("asks for no transcript where there is none", async () => {
  const asked = answering({ [WHO]: me, [MEETING]: () => Response.json({ id: ID, revision: null }) });
  begin(WHO, await questions(`/meetings/${ID}`));
  expect(await takeAhead(`${MEETING}/transcript`)).toBeNull();
  expect(asked).toEqual([`GET ${WHO}`, `GET ${MEETING}`]);
});

it("asks for nothing more where nobody is there, and who that is again", async () => {
  const asked = answering({});
  begin(WHO, await questions("/meetings"));
  const keeper = new SessionKeeper(API, () => "fr", (task) => task());
  expect(await keeper.renew()).toBeNull();
  expect(asked).toEqual([`GET ${WHO}`, `GET ${WHO}`, `POST ${API}/api/v1/auth/refresh`]);
});

it("asks anew where there was no answer", async () => {
  let lines = 0;
  const asked = answering({
    [WHO]: () => {
      lines += 1;
      if (lines === 1) throw new TypeError("no line");
      return me();
    },
  });
  begin(WHO, await questions("/meetings"));
  const keeper = new SessionKeeper(API, () => "fr", (task) => task());
  expect((await keeper.renew())?.account.id).toBe("1");
  expect(asked).toEqual([`GET ${WHO}`, `GET ${WHO}`]);
});

it("keeps for nobody else what was asked as somebody", async () => {
  answering({ [WHO]: me, [MEETING]: () => Response.json({ id: ID, revision: null }) });
  begin(WHO, await questions(`/meetings/${ID}`));
  new SessionKeeper(API, () => "fr", (task) => task()).forget();
  expect(await takeAhead(MEETING)).toBeNull();
});

it("does not take what is old for what stands there now", async () => {
  answering({ [WHO]: me });
  begin(WHO, []);
  vi.spyOn(performance, "now").mockReturnValue(11_000);
  expect(await takeAhead(WHO)).toBeNull();
});

it("stands in a page as text that nothing in an address ends", () => {
  const odd: Question[] = [{ address: `${API}/</script><script>alert(1)</script>` }];
  const text = script(WHO, odd);
  expect(text).not.toContain("</script");
  const asked = answering({ [WHO]: me });
  new Function(text)();
  expect(asked).toEqual([`GET ${WHO}`]);
  expect(Object.keys(window.askedAhead ?? {})).toEqual([WHO, odd[0]?.address]);
});
