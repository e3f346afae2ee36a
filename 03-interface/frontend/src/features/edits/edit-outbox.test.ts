import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, it, vi } from "vitest";

import { Problem, Unreachable } from "@/api/problem";
import type { Transcript } from "@/api/types";

import { EditOutbox, type Neighbours, type Sent } from "./edit-outbox";
import type { Change, EditStore, KeptEdit } from "./kept";
import { createEditStore } from "./store";

const SENT: Sent = { transcript: {} as Transcript };
const write = (text: string): Change => ({ kind: "write", text, confirmed: false, word: null });
const clash = (text: string) => new Problem(409, "utterance_changed", "Changed meanwhile.", { text });

/** A browser: one storage, and pages that hear each other. */
function browser() {
  const store = createEditStore(new IDBFactory());
  const pages: ((meeting: string) => void)[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const exclusively = <T>(task: () => Promise<T>): Promise<T> => {
    const mine = turn.then(task);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const page = async (send: (edit: KeptEdit) => Promise<Sent>, account = "claire", kept: EditStore = store) => {
    let me: ((meeting: string) => void) | null = null;
    const neighbours: Neighbours = {
      tell: (meeting) => pages.filter((one) => one !== me).forEach((hear) => hear(meeting)),
      listen: (heard) => {
        me = heard;
        pages.push(heard);
        return () => void pages.splice(pages.indexOf(heard), 1);
      },
    };
    const news = { sent: vi.fn(async () => undefined), dropped: vi.fn(), outdated: vi.fn(async () => undefined) };
    const outbox = new EditOutbox(account, kept, send, exclusively, neighbours);
    outbox.tellTo(news);
    await outbox.open();
    return { outbox, news, texts: () => outbox.state.edits.map(({ change }) => (change.kind === "write" ? change.text : "")) };
  };
  return { store, page };
}

it("shows an edit at once, sends it and forgets it", async () => {
  const { store, page } = browser();
  const sent: string[] = [];
  const { outbox, news, texts } = await page(async ({ id }) => (sent.push(id), SENT));
  outbox.add("m", "u", "a", write("b"));
  expect(texts()).toEqual(["b"]);
  await outbox.settled("m");
  expect(sent).toHaveLength(1);
  expect(news.sent).toHaveBeenCalledWith(expect.objectContaining({ utterance: "u", seen: "a" }), SENT, true);
  await vi.waitFor(async () => expect(await store.all("claire")).toEqual([]));
});

it("keeps what cannot be sent through a reload, and sends it in order", async () => {
  const { page } = browser();
  const away = await page(() => Promise.reject(new Unreachable("no answer")));
  away.outbox.add("m", "u1", "a", write("b"));
  away.outbox.add("m", "u2", "c", write("d"));
  away.outbox.add("m", "u1", "b", write("e"));
  await vi.waitFor(() => expect(away.outbox.state.cut).toBe(true));
  await vi.waitFor(() => expect(away.texts()).toEqual(["b", "d", "e"]));
  away.outbox.close();

  const sent: [string, string][] = [];
  const back = await page(async ({ seen, change }) => (sent.push([seen, change.kind === "write" ? change.text : ""]), SENT));
  await back.outbox.settled("m");
  expect(sent).toEqual([["a", "b"], ["c", "d"], ["b", "e"]]);
  expect(back.news.sent.mock.calls.every((call) => (call as unknown[])[2] === false)).toBe(true);
});

it("tries again when the network is back", async () => {
  const { page } = browser();
  let reached = false;
  const { outbox, texts } = await page(() => (reached ? Promise.resolve(SENT) : Promise.reject(new Unreachable("no answer"))));
  outbox.add("m", "u", "a", write("b"));
  await vi.waitFor(() => expect(outbox.state.cut).toBe(true));
  reached = true;
  outbox.stir();
  await outbox.settled("m");
  expect(texts()).toEqual([]);
  expect(outbox.state.cut).toBe(false);
});

it("holds a clash for its writer, with what was written on top of it, and lets others pass", async () => {
  const { page } = browser();
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const asked: KeptEdit[] = [];
  const { outbox } = await page(async (edit) => {
    asked.push(edit);
    await gate;
    if (edit.utterance === "u1" && edit.seen === "a") throw clash("theirs");
    return SENT;
  });
  outbox.add("m", "u1", "a", write("mine"));
  outbox.add("m", "u1", "mine", write("mine too"));
  outbox.add("m", "u2", "c", write("d"));
  open();
  await outbox.settled("m");
  expect(outbox.state.edits).toMatchObject([{ state: "clash", present: "theirs", change: { text: "mine too" } }]);
  const id = outbox.state.edits[0]?.id ?? "";
  await outbox.resolve(id, "both");
  await outbox.settled("m");
  expect(asked.at(-1)).toMatchObject({ seen: "theirs", change: { text: "both" } });
  expect(outbox.state.edits).toEqual([]);
});

it("lets a text go when its writer says so, and takes it back", async () => {
  const { store, page } = browser();
  const { outbox } = await page(() => Promise.reject(clash("theirs")));
  outbox.add("m", "u", "a", write("b"));
  await outbox.settled("m");
  const edit = outbox.state.edits[0] as KeptEdit;
  await outbox.resolve(edit.id, null);
  expect(await store.all("claire")).toEqual([]);
  await outbox.restore(edit);
  expect(await store.all("claire")).toMatchObject([{ state: "clash", change: { text: "b" } }]);
});

it("says why a text was refused and keeps it, also for the next page", async () => {
  const { page } = browser();
  const { outbox } = await page(() => Promise.reject(new Problem(404, "utterance_not_found", "There is no such utterance.")));
  outbox.add("m", "u", "a", write("b"));
  await outbox.settled("m");
  outbox.close();
  const again = await page(() => Promise.reject(new Error("not asked")));
  expect(again.outbox.state.edits).toMatchObject([{ state: "refused", reason: "There is no such utterance.", change: { text: "b" } }]);
});

it("drops what says only that a text is right where that is refused", async () => {
  const { page } = browser();
  const { outbox, news } = await page(() => Promise.reject(clash("theirs")));
  outbox.add("m", "u", "a", { kind: "confirm" });
  await outbox.settled("m");
  expect(outbox.state.edits).toEqual([]);
  expect(news.dropped).toHaveBeenCalledOnce();
});

it("is one outbox for all pages of a browser", async () => {
  const { page } = browser();
  const sent: string[] = [];
  const send = async ({ id }: KeptEdit) => (sent.push(id), SENT);
  const [one, other] = [await page(send), await page(send)];
  one.outbox.add("m", "u1", "a", write("b"));
  other.outbox.add("m", "u2", "a", write("b"));
  await Promise.all([one.outbox.settled("m"), other.outbox.settled("m")]);
  await vi.waitFor(() => expect([one.texts(), other.texts()]).toEqual([[], []]));
  expect(new Set(sent).size).toBe(2);
  expect(sent).toHaveLength(2);
  await vi.waitFor(() => expect(other.news.outdated).toHaveBeenCalledWith("m"));
});

it("shows and sends nothing of another person, and forgets it", async () => {
  const { store, page } = browser();
  const claire = await page(() => Promise.reject(new Unreachable("no answer")));
  claire.outbox.add("m", "u", "a", write("secret"));
  await vi.waitFor(async () => expect(await store.all("claire")).toHaveLength(1));
  claire.outbox.close();
  const send = vi.fn(async () => SENT);
  const marc = await page(send, "marc");
  await vi.waitFor(async () => expect(await store.all("claire")).toEqual([]));
  expect(marc.texts()).toEqual([]);
  expect(send).not.toHaveBeenCalled();
});

it("works without a storage for as long as the page lives", async () => {
  const { page } = browser();
  const broken = () => Promise.reject(new Error("no storage"));
  let reached = false;
  const { outbox, texts } = await page(
    () => (reached ? Promise.resolve(SENT) : Promise.reject(new Unreachable("no answer"))),
    "claire",
    { put: broken, remove: broken, all: broken, clearOthers: broken },
  );
  outbox.add("m", "u", "a", write("b"));
  await vi.waitFor(() => expect(outbox.state.cut).toBe(true));
  expect(texts()).toEqual(["b"]);
  reached = true;
  outbox.stir();
  await outbox.settled("m");
  expect(texts()).toEqual([]);
});

it("keeps other changes in their order, behind a text that waits for its writer, and past what was refused", async () => {
  const { page } = browser();
  const sent: string[] = [];
  const { outbox } = await page(async ({ change, utterance }) => {
    sent.push(`${change.kind} ${utterance}`);
    if (change.kind === "write" && change.text === "mine") throw clash("theirs");
    if (change.kind === "merge") throw new Problem(404, "speaker_not_found", "No such speaker.");
    return SENT;
  });
  outbox.add("m", "u1", "a", write("mine"));
  outbox.add("m", "u1", "a", { kind: "join", into: "u2" });
  outbox.add("m", "s1", "", { kind: "merge", into: "s2" });
  outbox.add("m", "s1", "", { kind: "name", name: "Claire" });
  outbox.add("m", "u3", "c", { kind: "speaker", speaker: "new", onwards: false });
  outbox.add("m", "u3", "c", { kind: "speaker", speaker: "new", onwards: false });
  await vi.waitFor(() => expect(sent).toEqual(["write u1", "merge s1", "name s1", "speaker u3"]));
  expect(outbox.waiting).toEqual({ moving: 1, held: 2 });
  const [text, , refused] = outbox.state.edits;
  await outbox.resolve(text?.id ?? "", null);
  await outbox.settled("m");
  expect(sent.at(-1)).toBe("join u1");
  await outbox.again(refused?.id ?? "");
  await outbox.settled("m");
  expect(sent.at(-1)).toBe("merge s1");
  expect(outbox.state.edits).toMatchObject([{ state: "refused", reason: "No such speaker." }]);
});
