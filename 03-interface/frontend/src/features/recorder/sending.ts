import { mayPass, Problem, UploadGone } from "@/api/problem";

import type { Line } from "./api/line";
import type { KeptRecording, RecordingStore } from "./kept";

/** How often what was recorded meanwhile is sent. Each sending is an object in the API's store: eight hours make 5,760. */
export const EVERY_MS = 5_000;

/** Sent at once: after an hour without a network the rest goes in a few requests. */
export const ABOUT_BYTES = 2 * 1024 * 1024;

const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000];

/** Pause after the API has said no while the recording goes on: somebody may make room meanwhile. */
const REFUSED_MS = 60_000;

/** Wakes whoever waits, or whoever waits next. */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Until it rings, that time is over or the signal says so. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          this.#wake = null;
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener("abort", done);
        this.#wake = done;
      });
    this.#rung = false;
    signal.throwIfAborted();
  }
}

export interface Teller {
  /** So many bytes of what is kept here are safe at the API. */
  sent: (bytes: number, recording: KeptRecording) => void;
  /** It does not get through now; it is tried again. */
  trying: (error: unknown) => void;
}

/** Whether trying again may end differently. 409 and 423: the API knows better how far it is, or is being told by another line. */
function passes(error: unknown): boolean {
  return mayPass(error) || (error instanceof Problem && (error.status === 409 || error.status === 423));
}

/**
 * Sends a recording while it grows, over broken lines, until its end is told and it is a meeting; tells the meeting's id, or `null`
 * where the recording was discarded meanwhile.
 *
 * What is sent is read from the store, never from memory: so it does not matter whether the recording is being made, was made
 * an hour ago without a network, or by a page that was closed. Raises what the API refuses once the recording has ended.
 */
export async function sendGrowing(id: string, store: RecordingStore, line: Line, bell: Bell, tell: Teller, signal: AbortSignal): Promise<string | null> {
  let offset: number | null = null;
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    const recording = await store.find(id);
    if (!recording) return null;
    try {
      if (recording.received && recording.remote !== null) {
        await line.describe(recording.remote, recording, signal);
        return recording.remote;
      }
      if (recording.remote === null) {
        await store.change(id, { remote: await line.begin(recording, signal) });
        offset = 0;
        continue;
      }
      if (offset === null) {
        const standing = await line.standing(recording.remote, signal);
        if (standing.offset === standing.length) {
          // A meeting already: all of it, or what had come when somebody ended it from another device.
          await store.change(id, recording.ended && standing.offset >= recording.bytes ? { received: true } : { remote: null });
          continue;
        }
        offset = standing.offset;
      }
      tell.sent(offset, recording);
      const more = recording.bytes - offset;
      if (!recording.ended && more <= 0) {
        await bell.wait(EVERY_MS, signal);
        continue;
      }
      offset = await bring(recording, recording.remote, offset, store, line, signal);
      failures = 0;
      tell.sent(offset, recording);
      if (recording.ended && offset >= recording.bytes) await store.change(id, { received: true });
      else if (!recording.ended && recording.bytes - offset < ABOUT_BYTES) await bell.wait(EVERY_MS, signal);
    } catch (error) {
      signal.throwIfAborted();
      offset = null;
      failures += 1;
      if (error instanceof UploadGone) {
        // It waited too long, or was given up elsewhere. All of it is still here.
        await store.change(id, { remote: null });
        if (failures < PAUSES_MS.length) continue;
      }
      const refused = !passes(error);
      if (refused && recording.ended) throw error;
      tell.trying(error);
      await bell.wait(refused ? REFUSED_MS : (PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? EVERY_MS), signal);
    }
  }
}

async function bring(recording: KeptRecording, remote: string, offset: number, store: RecordingStore, line: Line, signal: AbortSignal): Promise<number> {
  const bytes = await store.read(recording.id, offset, ABOUT_BYTES);
  // What the API has beyond what is here was safe there before this browser's disk lost it: it belongs to the recording.
  const reached = offset + bytes.length;
  const whole = recording.ended && reached >= recording.bytes ? reached : null;
  return await line.bring(remote, offset, bytes, whole, signal);
}
