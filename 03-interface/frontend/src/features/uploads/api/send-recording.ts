import { Problem, Unreachable, Unreadable } from "@/api/problem";
import type { SessionKeeper } from "@/api/session-keeper";
import type { Meeting } from "@/api/types";

import type { RecordingDetails, Send } from "../queue";

/** The query that says what a recording is; its bytes are the whole body. */
export function recordingQuery(name: string, details: RecordingDetails): string {
  const query = new URLSearchParams({ filename: name });
  if (details.title) query.set("title", details.title);
  if (details.heldAt) query.set("held_at", details.heldAt);
  if (details.language) query.set("language", details.language);
  if (details.speakers) query.set("speakers", String(details.speakers));
  if (details.speakersMost) query.set("speakers_most", String(details.speakersMost));
  for (const participant of details.participants ?? []) query.append("participants", participant);
  for (const term of details.glossary ?? []) query.append("glossary", term);
  return query.toString();
}

/**
 * Sends recordings straight to the API as raw bytes.
 *
 * With XMLHttpRequest because `fetch` cannot tell how much of a body has left; the browser streams the file from disk.
 */
export function createSend(origin: string, keeper: SessionKeeper, language: () => string): Send {
  return async (file, details, onSent, signal) => {
    // A refusal after two gigabytes would cost two gigabytes: make sure of the session first.
    if ((await keeper.renew()) === null) throw new Problem(401, "session_invalid", "");
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${origin}/api/v1/meetings?${recordingQuery(file.name, details)}`);
      request.withCredentials = true;
      request.responseType = "json";
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      request.setRequestHeader("Accept-Language", language());
      if (keeper.csrfToken) request.setRequestHeader("X-CSRF-Token", keeper.csrfToken);
      request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onload = () => {
        if (request.status === 201) resolve(request.response as Meeting);
        else reject(Problem.from(request.status, request.response) ?? new Unreadable(request.status));
      };
      request.onerror = () => reject(new Unreachable("the upload was cut off"));
      request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
      signal.addEventListener("abort", () => request.abort());
      request.send(file);
    });
  };
}
