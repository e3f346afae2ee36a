import { expect, it } from "vitest";

import { Problem, Unreachable } from "@/api/problem";
import type { Message } from "@/api/types";

import type { AnswerEvent } from "./answer-events";
import { Asking, Stopped } from "./asking";

const kept = (question: string) => ({ id: "m1", question, status: "answered" }) as Message;
const SENTENCE: AnswerEvent = { event: "sentence", text: "Yes.", citations: [1] };

/** Answers that are told one by one, as the test says. */
function staged() {
  const told: { put: (event: AnswerEvent) => void; end: () => void; fail: (error: unknown) => void; signal: AbortSignal }[] = [];
  const settled: [string, string | null][] = [];
  const asking = new Asking({
    ask: (_id, _question, signal) => {
      let source!: ReadableStreamDefaultController<AnswerEvent>;
      const events = new ReadableStream<AnswerEvent>({ start: (controller) => void (source = controller) });
      told.push({ put: (event) => source.enqueue(event), end: () => source.close(), fail: (error) => source.error(error), signal });
      return Promise.resolve(events as unknown as AsyncIterable<AnswerEvent>);
    },
    settle: (id, message) => settled.push([id, message?.id ?? null]),
  });
  const last = () => {
    const newest = told.at(-1);
    if (!newest) throw new Error("nothing was asked");
    return newest;
  };
  return { asking, last, settled, count: () => told.length };
}

it("holds what came so far, and the message at the end", async () => {
  const { asking, last, settled } = staged();
  const asked = asking.ask("c", "Why?");
  expect([asking.isBusy("c"), asking.of("c")?.citations]).toEqual([true, null]);
  last().put({ event: "searching", question: "Why was it moved?" });
  last().put({ event: "citations", citations: [] });
  last().put(SENTENCE);
  last().put({ event: "done", message: kept("Why?") });
  last().end();
  await asked;
  expect(asking.of("c")).toMatchObject({ question: "Why?", searched: "Why was it moved?", sentences: [{ text: "Yes." }], fault: null, kept: { id: "m1" } });
  expect([asking.isBusy("c"), settled]).toEqual([false, [["c", "m1"]]]);
});

it("asks one question at a time in a conversation, and several beside each other in several", async () => {
  const { asking, count } = staged();
  void asking.ask("c", "One?");
  await asking.ask("c", "Two?");
  void asking.ask("d", "Three?");
  expect([count(), asking.of("c")?.question, asking.of("d")?.question]).toEqual([2, "One?", "Three?"]);
});

it("keeps what was said and tells that it broke off when the stream ends before the answer", async () => {
  const { asking, last, settled } = staged();
  const asked = asking.ask("c", "Why?");
  last().put(SENTENCE);
  last().end();
  await asked;
  expect(asking.of("c")).toMatchObject({ sentences: [{ text: "Yes." }], kept: null });
  expect(asking.of("c")?.fault).toBeInstanceOf(Unreachable);
  expect([asking.isBusy("c"), settled]).toEqual([false, [["c", null]]]);
});

it("tells what the server gave as the reason, in the stream or before it", async () => {
  const { asking, last } = staged();
  const asked = asking.ask("c", "Why?");
  last().put({ event: "fault", code: "llm_slow", message: "Too slow." });
  await asked;
  expect(asking.of("c")?.fault).toMatchObject({ code: "llm_slow", message: "Too slow." });
  const again = asking.ask("c", "Why?");
  expect(asking.of("c")?.fault).toBeNull();
  last().fail(new Problem(409, "conversation_busy", "Wait."));
  await again;
  expect(asking.of("c")?.fault).toMatchObject({ code: "conversation_busy" });
});

it("ends the work when it is given up, and takes nothing that comes late", async () => {
  const { asking, last, settled } = staged();
  const asked = asking.ask("c", "Why?");
  const { signal, put, end } = last();
  asking.stop("c");
  expect(signal.aborted).toBe(true);
  put(SENTENCE);
  end();
  await asked;
  expect(asking.of("c")).toMatchObject({ question: "Why?", sentences: [], kept: null });
  expect(asking.of("c")?.fault).toBeInstanceOf(Stopped);
  expect(settled).toEqual([["c", null]]);
  asking.forget("c");
  expect(asking.of("c")).toBeNull();
});
