import { createParser } from "eventsource-parser";

import type { AnswerSentence, Citation, Message } from "@/api/types";

/** What is told while a question is answered, in this order; `done` and `fault` end it. */
export type AnswerEvent =
  | { event: "searching"; question: string }
  | { event: "citations"; citations: Citation[] }
  | ({ event: "sentence" } & AnswerSentence)
  | { event: "done"; message: Message }
  | { event: "fault"; code: string; message: string };

const TOLD = new Set<string | undefined>(["searching", "citations", "sentence", "done", "fault"]);

/** The events of an answer as they arrive; what a newer server tells besides is passed over. Whoever stops reading gives the answer up. */
export async function* answerEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<AnswerEvent> {
  const came: AnswerEvent[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (TOLD.has(event)) came.push({ ...(JSON.parse(data) as object), event } as AnswerEvent);
    },
  });
  const letters = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(letters.decode(value, { stream: true }));
      yield* came.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
