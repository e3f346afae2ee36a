/** What the API answers when it refuses; its sentence is already in the reader's language. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly details: Record<string, unknown> = {},
    readonly reference: string | null = null,
  ) {
    super(sentence);
  }

  /** The problem in an answer's body; `null` when the body is not one of ours (a proxy's page, nothing at all). */
  static from(status: number, body: unknown): Problem | null {
    if (typeof body !== "object" || body === null || !("code" in body) || !("message" in body)) return null;
    const details = "details" in body && typeof body.details === "object" && body.details !== null ? body.details : {};
    const reference = "request_id" in body && typeof body.request_id === "string" ? body.request_id : null;
    return new Problem(status, String(body.code), String(body.message), { ...details }, reference);
  }
}

/** Answers of the API that say "not now" rather than "no". */
const PASSING = new Set([401, 403, 408, 429]);

/** Whether asking the same again may end differently: not where the API looked at it and said no. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  return error.status >= 500 || PASSING.has(error.status) || error.code === "upload_interrupted";
}

/** No answer came: the network or the server is down. Nothing can be said about what was asked. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** The API knows nothing of this upload any more: it waited too long, or was given up elsewhere. */
export class UploadGone extends Error {
  override readonly name = "UploadGone";
}

/** An answer came that is not the API's. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";

  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}
