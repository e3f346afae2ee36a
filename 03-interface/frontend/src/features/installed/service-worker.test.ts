import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";

import { IDBFactory } from "fake-indexeddb";
import { expect, it, vi } from "vitest";

import { changeShared, sharedFiles } from "@/features/uploads/shared";

interface Asked {
  method: string;
  mode: string;
  url: string;
  formData?: () => Promise<FormData>;
}

const HTML = { fr: "<html lang=fr>rien", en: "<html lang=en>nothing" };

/** A browser that runs the worker as it is shipped, without a network unless `network` answers. */
function worker({ network = () => Promise.reject(new TypeError("no network")), cookies = {}, languages = ["de-DE"] }: { network?: () => Promise<Response>; cookies?: Record<string, string>; languages?: string[] } = {}) {
  const handlers: Record<string, (event: unknown) => void> = {};
  const indexedDB = new IDBFactory();
  const windows: { url: string; focus: () => Promise<void>; postMessage: (data: unknown) => void }[] = [];
  const opened: string[] = [];
  const self = {
    addEventListener: (name: string, handle: (event: unknown) => void) => (handlers[name] = handle),
    location: { origin: "https://scribe" },
    navigator: { languages },
    cookieStore: { get: async (name: string) => (name in cookies ? { value: cookies[name] } : null) },
    clients: { matchAll: async () => windows, openWindow: async (path: string) => void opened.push(path) },
    indexedDB,
  };
  vi.stubGlobal("fetch", network);
  new Function("self", "PAGES", readFileSync("src/features/installed/service-worker.js", "utf8"))(self, { html: HTML, policy: "default-src 'none'" });
  const ask = async (asked: Asked): Promise<Response | null> => {
    let answer: Promise<Response> | null = null;
    handlers.fetch?.({ request: asked, preloadResponse: Promise.resolve(undefined), respondWith: (given: Promise<Response>) => (answer = given) });
    return answer;
  };
  const press = async (path: string) => {
    let done: Promise<unknown> = Promise.resolve();
    handlers.notificationclick?.({ notification: { close: () => undefined, data: { path } }, waitUntil: (task: Promise<unknown>) => (done = task) });
    await done;
  };
  return { ask, press, indexedDB, windows, opened };
}

const page = (path: string): Asked => ({ method: "GET", mode: "navigate", url: `https://scribe${path}` });
const share = (form: FormData | null): Asked => ({
  ...page("/share"),
  method: "POST",
  formData: async () => {
    if (form === null) throw new TypeError("no room");
    return form;
  },
});

function formWith(...files: (File | string)[]): FormData {
  const form = new FormData();
  for (const file of files) form.append("recordings", file);
  return form;
}

it.each([
  ["an answer of the API", { ...page("/api/v1/meetings"), mode: "cors" }],
  ["a download", page("/api/v1/meetings/m/export")],
  ["a part of an upload", { ...page("/api/v1/uploads/u"), method: "PATCH", mode: "cors" }],
  ["a file of the page", { ...page("/_next/static/a.js"), mode: "no-cors" }],
  ["a form of its own", { ...page("/elsewhere"), method: "POST" }],
])("has nothing to do with %s", async (_, asked) => {
  expect(await worker().ask(asked)).toBeNull();
});

it("hands pages on as they come", async () => {
  const { ask } = worker({ network: async () => new Response("a page") });
  expect(await (await ask(page("/meetings")))?.text()).toBe("a page");
});

it.each([
  [{ scribe_language: "fr", scribe_theme: "dark" }, ["en-GB"], '<html data-theme="dark" lang=fr>rien'],
  [{}, ["de-DE", "fr-CA"], HTML.fr],
  [{ scribe_theme: '"><script>' }, ["de-DE"], HTML.en],
])("says that there is no connection, as the reader likes it (%o, %o)", async (cookies, languages, said) => {
  const answer = await worker({ cookies, languages }).ask(page("/meetings/m"));
  expect(answer?.status).toBe(503);
  expect(answer?.headers.get("Content-Security-Policy")).toBe("default-src 'none'");
  expect(await answer?.text()).toBe(said);
});

it("keeps what was shared until it is taken, and sends it nowhere", async () => {
  const network = vi.fn();
  const { ask, indexedDB } = worker({ network });
  const answer = await ask(share(formWith(new File(["sound"], "réunion.m4a"), new File([], "empty.mp3"), "a text")));
  expect(answer?.status).toBe(303);
  expect(answer?.headers.get("Location")).toBe("https://scribe/meetings?shared=here");
  expect(network).not.toHaveBeenCalled();
  const files = await sharedFiles(indexedDB);
  expect(files).toHaveLength(1);
  expect(await sharedFiles(indexedDB)).toHaveLength(1);
  await changeShared(indexedDB, files[0]?.id ?? 0, () => null);
  expect(await sharedFiles(indexedDB)).toHaveLength(0);
});

it("forgets what nobody took for a week", async () => {
  const { ask, indexedDB } = worker();
  await ask(share(formWith(new File(["sound"], "a.mp3"))));
  expect(await sharedFiles(indexedDB, Date.now() + 8 * 24 * 3600 * 1000)).toEqual([]);
  expect(await sharedFiles(indexedDB)).toEqual([]);
});

it.each([
  ["nothing", formWith("a text")],
  ["unkept", null],
])("says when %s of it could be taken", async (outcome, form) => {
  expect((await worker().ask(share(form)))?.headers.get("Location")).toBe(`https://scribe/meetings?shared=${outcome}`);
});

it("opens what a notification is about where it is shown, else in the page looked at last, else anew", async () => {
  const { press, windows, opened } = worker();
  await press("/meetings/m");
  expect(opened).toEqual(["/meetings/m"]);
  const told: [string, unknown][] = [];
  const window = (path: string) => ({ url: `https://scribe${path}`, focus: async () => undefined, postMessage: (data: unknown) => void told.push([path, data]) });
  windows.push(window("/record"), window("/meetings/m"));
  await press("/meetings/m");
  await press("/meetings/n");
  expect(told).toEqual([["/meetings/m", { open: "/meetings/m" }], ["/record", { open: "/meetings/n" }]]);
  expect(opened).toHaveLength(1);
});
