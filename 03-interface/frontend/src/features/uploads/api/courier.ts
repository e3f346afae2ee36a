import type { DetailedError, HttpRequest, UploadOptions } from "tus-js-client";

import { authorisedFetch } from "@/api/client";
import { Problem, Unreachable, Unreadable, UploadGone } from "@/api/problem";
import type { SessionKeeper } from "@/api/session-keeper";
import type { Meeting } from "@/api/types";

import { markOf } from "../mark";
import type { Courier, Order } from "../queue";
import { uploadMetadata } from "./metadata";

/** Pauses before each further try. They begin anew whenever some bytes came through: only ten minutes of nothing give up. */
const PAUSES_MS = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000, 120_000, 120_000, 120_000];

/** A connection that moves nothing for so long is given up for a new one: after a sleep the old one may hang for a quarter of an hour. */
const SILENCE_MS = 60_000;

const LOOK_MS = 5_000;

const TUS = { "Tus-Resumable": "1.0.0" } as const;

/**
 * Sends recordings straight to the API by the tus protocol: a broken connection goes on from the last byte that is safe.
 *
 * An upload is begun here and only gone on with by the library: given the means, it would begin anew whenever it cannot ask how
 * far it was. Bytes go by its XMLHttpRequest because `fetch` cannot tell how much of a body has left.
 */
export function createCourier(origin: string, keeper: SessionKeeper, language: () => string): Courier {
  const ask = authorisedFetch(keeper, language);
  const api = `${origin}/api/v1`;

  const answered = async (request: Request): Promise<Response> => {
    const answer = await ask(request);
    if (!answer.ok) throw Problem.from(answer.status, await answer.json().catch(() => null)) ?? new Unreadable(answer.status);
    return answer;
  };

  const begin = async ({ file, details }: Order, signal: AbortSignal): Promise<string> => {
    const headers = { ...TUS, "Upload-Length": String(file.size), "Upload-Metadata": uploadMetadata(file.name, markOf(file), details) };
    const answer = await answered(new Request(`${api}/uploads`, { method: "POST", headers, signal }));
    const remote = answer.headers.get("Location")?.split("/").at(-1);
    if (!remote) throw new Unreadable(answer.status);
    return remote;
  };

  /** Who sends is told anew for each request: tokens are renewed while a recording is on its way. */
  const authorise = async (request: HttpRequest): Promise<void> => {
    if ((await keeper.renew()) === null) throw new Problem(401, "session_invalid", "");
    (request.getUnderlyingObject() as XMLHttpRequest).withCredentials = true;
    request.setHeader("Accept-Language", language());
    if (keeper.csrfToken) request.setHeader("X-CSRF-Token", keeper.csrfToken);
  };

  const bring = async ({ file, sent, trying }: Order, url: string, signal: AbortSignal): Promise<void> => {
    const { Upload } = await import("tus-js-client"); // when there is something to send, and never on the web server
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      let moved = Date.now();
      let waiting = false;
      const options: UploadOptions = {
        uploadUrl: url,
        retryDelays: PAUSES_MS,
        storeFingerprintForResuming: false,
        removeFingerprintOnSuccess: false,
        onBeforeRequest: async (request) => {
          waiting = true; // for the session: what began anew meanwhile would wait for the same, and then send beside this one
          await authorise(request);
          moved = Date.now();
          waiting = false;
        },
        onProgress: (bytes) => {
          moved = Date.now();
          sent(bytes);
        },
        onShouldRetry: (error) => {
          waiting = mayPass(error as DetailedError);
          if (waiting) trying();
          return waiting;
        },
        onError: (error) => end(() => reject(reasonOf(error))),
        onSuccess: () => end(resolve),
      };
      const upload = new Upload(file, options);
      const looking = setInterval(() => {
        if (waiting || Date.now() - moved < SILENCE_MS) return;
        moved = Date.now();
        trying();
        void upload.abort().then(() => upload.start());
      }, LOOK_MS);
      const end = (settle: () => void) => {
        clearInterval(looking);
        signal.removeEventListener("abort", stop);
        settle();
      };
      const stop = () => {
        void upload.abort();
        end(() => reject(new DOMException("stopped", "AbortError")));
      };
      signal.addEventListener("abort", stop);
      upload.start();
    });
  };

  return {
    send: async (order, signal) => {
      let remote = order.remote;
      if (remote === null) {
        remote = await begin(order, signal);
        order.begun(remote);
        signal.throwIfAborted();
      }
      await bring(order, `${api}/uploads/${remote}`, signal);
      // An upload that is complete is a meeting with its id.
      return (await (await answered(new Request(`${api}/meetings/${remote}`))).json()) as Meeting;
    },
    stop: async (remote) => {
      await answered(new Request(`${api}/uploads/${remote}`, { method: "DELETE", headers: TUS }));
    },
  };
}

function statusOf(error: Error | DetailedError): number {
  return ("originalResponse" in error && error.originalResponse?.getStatus()) || 0;
}

/** Whether a further try may end differently: not where the API looked at it and said no. */
export function mayPass(error: Error | DetailedError): boolean {
  if ("causingError" in error && error.causingError instanceof Problem) return false;
  const status = statusOf(error);
  // 401 and 403: the session is renewed before each try; 409 and 423: the API knows better how far it is.
  return status === 0 || status >= 500 || [401, 403, 409, 423].includes(status);
}

function reasonOf(error: Error | DetailedError): Error {
  if ("causingError" in error && error.causingError instanceof Problem) return error.causingError;
  const status = statusOf(error);
  if (status === 0) return new Unreachable("the upload was cut off", { cause: error });
  if (status === 404) return new UploadGone();
  return Problem.from(status, bodyOf(error as DetailedError)) ?? new Unreadable(status);
}

function bodyOf(error: DetailedError): unknown {
  try {
    return JSON.parse(error.originalResponse?.getBody() ?? "");
  } catch {
    return null;
  }
}
