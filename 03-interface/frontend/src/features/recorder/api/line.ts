import { authorisedFetch } from "@/api/client";
import { Problem, Unreadable, UploadGone } from "@/api/problem";
import type { SessionKeeper } from "@/api/session-keeper";
import type { UploadUnderWay } from "@/api/types";
import { uploadMetadata } from "@/features/uploads/api/metadata";
import { recordedMark } from "@/features/uploads/mark";

import { fileNameOf, type KeptRecording } from "../kept";

const TUS = { "Tus-Resumable": "1.0.0" } as const;

/** Longer and the line is dead, as after a sleep: what did not arrive is sent again. */
const ANSWER_MS = 60_000;

/** How far an upload is, and how long it gets where that has been told. */
export interface Standing {
  offset: number;
  length: number | null;
}

/** The API, as a recording that still grows is sent to it: tus, its length told at the end. */
export interface Line {
  begin: (recording: KeptRecording, signal: AbortSignal) => Promise<string>;
  /** Raises `UploadGone` where the API knows nothing of it. */
  standing: (remote: string, signal: AbortSignal) => Promise<Standing>;
  /** Brings more from that byte on, and says how long the whole is where this is its end; tells where it stands then. */
  bring: (remote: string, offset: number, bytes: Uint8Array<ArrayBuffer>, whole: number | null, signal: AbortSignal) => Promise<number>;
  /** Gives the meeting that came of it what was written meanwhile. A meeting that was deleted needs nothing. */
  describe: (remote: string, recording: KeptRecording, signal: AbortSignal) => Promise<void>;
  /** Has what came of it deleted, also where it has just become a meeting. */
  giveUp: (remote: string) => Promise<void>;
  underWay: () => Promise<UploadUnderWay[]>;
}

/** Another account signed in meanwhile, or none: it is sent when its own is back. */
export class NotTheirs extends Error {
  override readonly name = "NotTheirs";
}

export function createLine(origin: string, keeper: SessionKeeper, language: () => string): Line {
  const ask = authorisedFetch(keeper, language);
  const api = `${origin}/api/v1`;

  const answered = async (path: string, init: RequestInit, signal?: AbortSignal): Promise<Response> => {
    const limits = [AbortSignal.timeout(ANSWER_MS), ...(signal ? [signal] : [])];
    const answer = await ask(new Request(`${api}${path}`, { ...init, signal: AbortSignal.any(limits) }));
    if (answer.ok) return answer;
    const problem = Problem.from(answer.status, await answer.json().catch(() => null));
    if (answer.status === 404 && path.startsWith("/uploads/")) throw new UploadGone();
    throw problem ?? new Unreadable(answer.status);
  };

  const change = (path: string, body: unknown, signal: AbortSignal) =>
    answered(path, { method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }, signal);

  const requireOwner = (account: string) => {
    if (keeper.accountId !== account) throw new NotTheirs();
  };

  return {
    begin: async (recording, signal) => {
      requireOwner(recording.account);
      const { title, language: spoken, startedAt, id } = recording;
      const details = { title: title.trim(), heldAt: startedAt, language: spoken ?? undefined };
      const headers = { ...TUS, "Upload-Defer-Length": "1", "Upload-Metadata": uploadMetadata(fileNameOf(recording), recordedMark(id), details) };
      const answer = await answered("/uploads", { method: "POST", headers }, signal);
      const remote = answer.headers.get("Location")?.split("/").at(-1);
      if (!remote) throw new Unreadable(answer.status);
      return remote;
    },
    standing: async (remote, signal) => {
      const { headers } = await answered(`/uploads/${remote}`, { method: "HEAD", headers: TUS }, signal);
      const length = headers.get("Upload-Length");
      return { offset: Number(headers.get("Upload-Offset")), length: length === null ? null : Number(length) };
    },
    bring: async (remote, offset, bytes, whole, signal) => {
      const headers = {
        ...TUS,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(offset),
        ...(whole === null ? {} : { "Upload-Length": String(whole) }),
      };
      const answer = await answered(`/uploads/${remote}`, { method: "PATCH", headers, body: bytes }, signal);
      return Number(answer.headers.get("Upload-Offset"));
    },
    describe: async (remote, { account, title, notes, markers }, signal) => {
      requireOwner(account);
      try {
        // A title that was emptied is no title: the one that it began with stays.
        if (title.trim()) await change(`/meetings/${remote}`, { title }, signal);
        if (notes || markers.length > 0) await change(`/meetings/${remote}/notes`, { text: notes, markers }, signal);
      } catch (error) {
        if (!(error instanceof Problem && error.status === 404)) throw error;
      }
    },
    giveUp: async (remote) => {
      try {
        await answered(`/uploads/${remote}`, { method: "DELETE", headers: TUS });
      } catch (error) {
        if (!(error instanceof Problem && error.code === "upload_complete")) throw error;
        await answered(`/meetings/${remote}`, { method: "DELETE" });
      }
    },
    underWay: async () => ((await (await answered("/uploads", {})).json()) as { items: UploadUnderWay[] }).items,
  };
}
