import { expect, it } from "vitest";

import { answerEvents, type AnswerEvent } from "./answer-events";

/** A stream that brings so many bytes at a time; and whether it was given up. */
function streamed(text: string, bytes: number) {
  const all = new TextEncoder().encode(text);
  const state = { cancelled: false };
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= all.length) return controller.close();
      controller.enqueue(all.slice(at, (at += bytes)));
    },
    cancel() {
      state.cancelled = true;
    },
  });
  return { body, state };
}

async function read(body: ReadableStream<Uint8Array>): Promise<AnswerEvent[]> {
  const found: AnswerEvent[] = [];
  for await (const told of answerEvents(body)) found.push(told);
  return found;
}

const TEXT = [
  ": still there\n\n",
  'event: searching\ndata: {"question":"Décidé à Évry ?"}\n\n',
  'event: weighing\ndata: {"of":"a newer server"}\n\n',
  'event: citations\r\ndata: {"citations":[]}\r\n\r\n',
  'event: sentence\ndata: {"text":"Oui – 🏗️.",\ndata: "citations":[1]}\n\n',
].join("");

it.each([1, 3, 10_000])("reads events however they are cut: %d bytes at a time", async (bytes) => {
  expect(await read(streamed(TEXT, bytes).body)).toEqual([
    { event: "searching", question: "Décidé à Évry ?" },
    { event: "citations", citations: [] },
    { event: "sentence", text: "Oui – 🏗️.", citations: [1] },
  ]);
});

it("tells nothing of an event that was cut off", async () => {
  expect(await read(streamed(TEXT.slice(0, -4), 7).body)).toHaveLength(2);
});

it("gives the answer up when nobody reads on", async () => {
  const { body, state } = streamed(TEXT, 20);
  for await (const told of answerEvents(body)) if (told.event === "searching") break;
  expect(state.cancelled).toBe(true);
});
