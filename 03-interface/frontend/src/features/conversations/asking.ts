import { Problem, Unreachable } from "@/api/problem";
import type { AnswerSentence, Citation, Message } from "@/api/types";

import type { AnswerEvent } from "./answer-events";

/** A question while it is answered. */
export interface AskedNow {
  question: string;
  /** As it is searched for: made whole by what was asked before. */
  searched: string | null;
  /** `null` until it is known what was found. */
  citations: readonly Citation[] | null;
  sentences: readonly AnswerSentence[];
  /** Why there is no answer; `null` while there may be one. */
  fault: unknown;
  /** The message as it was kept: nothing comes any more. */
  kept: Message | null;
}

/** Whoever asked gave the answer up. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

interface Ways {
  ask: (conversationId: string, question: string, signal: AbortSignal) => Promise<AsyncIterable<AnswerEvent>>;
  /** Told at the end of each question, with the message that was kept where an answer came. */
  settle: (conversationId: string, message: Message | null) => void;
}

/** The questions that are being answered, one a conversation. They go on while another conversation is read. */
export class Asking {
  readonly #now = new Map<string, AskedNow>();
  readonly #streams = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly ways: Ways) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(conversationId: string): AskedNow | null {
    return this.#now.get(conversationId) ?? null;
  }

  isBusy(conversationId: string): boolean {
    return this.#streams.has(conversationId);
  }

  /** Asks, and returns once there is an answer, or none. */
  async ask(conversationId: string, question: string): Promise<void> {
    if (this.isBusy(conversationId)) return;
    const stream = new AbortController();
    this.#streams.set(conversationId, stream);
    this.#put(conversationId, { question, searched: null, citations: null, sentences: [], fault: null, kept: null });
    try {
      for await (const told of await this.ways.ask(conversationId, question, stream.signal)) {
        if (this.#streams.get(conversationId) !== stream) return; // given up
        this.#take(conversationId, told);
      }
      if (this.of(conversationId)?.kept == null) throw new Error("the stream ended before the answer did");
    } catch (error) {
      if (this.#streams.get(conversationId) !== stream) return;
      this.#change(conversationId, { fault: error instanceof Problem ? error : new Unreachable("the answer broke off", { cause: error }) });
    }
    this.#end(conversationId);
  }

  #take(conversationId: string, told: AnswerEvent): void {
    switch (told.event) {
      case "searching":
        return this.#change(conversationId, { searched: told.question });
      case "citations":
        return this.#change(conversationId, { citations: told.citations });
      case "sentence":
        return this.#change(conversationId, { sentences: [...(this.of(conversationId)?.sentences ?? []), told] });
      case "done":
        return this.#change(conversationId, { kept: told.message });
      case "fault":
        throw new Problem(200, told.code, told.message);
    }
  }

  /** Gives the answer up; the question stays, to be asked again. */
  stop(conversationId: string): void {
    const stream = this.#streams.get(conversationId);
    if (!stream) return;
    this.#change(conversationId, { fault: new Stopped() });
    this.#end(conversationId);
    stream.abort();
  }

  /** Gives the answer up and the question with it: the conversation is no more. */
  forget(conversationId: string): void {
    this.#streams.get(conversationId)?.abort();
    this.#streams.delete(conversationId);
    this.#now.delete(conversationId);
    this.#tell();
  }

  /** Gives up every answer: the page is left. */
  forgetAll(): void {
    for (const stream of this.#streams.values()) stream.abort();
    this.#streams.clear();
    this.#now.clear();
  }

  #end(conversationId: string): void {
    this.#streams.delete(conversationId);
    this.#change(conversationId, {});
    this.ways.settle(conversationId, this.of(conversationId)?.kept ?? null);
  }

  #change(conversationId: string, change: Partial<AskedNow>): void {
    const now = this.#now.get(conversationId);
    if (now) this.#put(conversationId, { ...now, ...change });
  }

  #put(conversationId: string, now: AskedNow): void {
    this.#now.set(conversationId, now);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
