import { forgetAhead, takeAhead } from "./ahead";
import { Problem, Unreachable, Unreadable } from "./problem";
import type { Session } from "./types";

/** Runs a task while no other tab of this browser runs one of the same name. */
export type Exclusively = <T>(task: () => Promise<T>) => Promise<T>;

const LOCK = "scribe-session";

/** `navigator.locks` where the page may use it (https, localhost); elsewhere the API's grace time does the work. */
export const acrossTabs: Exclusively = async (task) =>
  typeof navigator !== "undefined" && "locks" in navigator ? await navigator.locks.request(LOCK, task) : task();

/** Renew when less than this is left, so that a long look at a page or an upload does not end in a refusal. */
const MARGIN_MS = 150_000;

/** Longer and the line is dead, as after a sleep: whoever waits for the session may try again on another. */
const ANSWER_MS = 20_000;

export type SessionState =
  | { status: "unknown" }
  | { status: "open"; session: Session }
  /** `ended`: a session ran out (a visitor never had one). `left`: somebody signed out on purpose. */
  | { status: "closed"; ended: boolean; left: boolean };

/**
 * The signed-in person, as this page knows them.
 *
 * The session itself is two httpOnly cookies that no script can read. What is kept here, in memory only, is who it is and
 * the token that proves a change comes from this page.
 */
export class SessionKeeper {
  #state: SessionState = { status: "unknown" };
  #renewing: Promise<Session | null> | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly api: string,
    private readonly language: () => string,
    private readonly exclusively: Exclusively = acrossTabs,
  ) {}

  get state(): SessionState {
    return this.#state;
  }

  get csrfToken(): string | null {
    return this.#state.status === "open" ? this.#state.session.csrf_token : null;
  }

  get accountId(): string | null {
    return this.#state.status === "open" ? this.#state.session.account.id : null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  opened(session: Session): void {
    this.#become({ status: "open", session });
  }

  closed(): void {
    if (this.#state.status !== "closed") this.#become({ status: "closed", ended: this.#state.status === "open", left: false });
  }

  /** Signed out by choice: nothing has run out, and nobody needs to be told. */
  forget(): void {
    this.#become({ status: "closed", ended: false, left: true });
  }

  /** Milliseconds after which `renew` should be called again; never less than half a minute (clocks differ). */
  get renewIn(): number {
    if (this.#state.status !== "open") return Infinity;
    const left = Date.parse(this.#state.session.expires_at) - Date.now();
    return Math.max(30_000, left - MARGIN_MS + 1_000);
  }

  /**
   * The session, fresh for a while; `null` once it is over.
   *
   * However many requests were refused at once, one renewal runs, and other tabs wait for it: a tab that comes second finds
   * the cookies already new and asks for nothing more.
   */
  renew(): Promise<Session | null> {
    this.#renewing ??= this.exclusively(() => this.#renew()).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(): Promise<Session | null> {
    const known = await this.#ask("GET", "/api/v1/auth/me");
    if (known !== null && Date.parse(known.expires_at) - Date.now() > MARGIN_MS) {
      this.opened(known);
      return known;
    }
    const renewed = await this.#ask("POST", "/api/v1/auth/refresh");
    if (renewed === null) this.closed();
    else this.opened(renewed);
    return renewed;
  }

  /** The session in the answer; `null` when the API says that there is none. */
  async #ask(method: "GET" | "POST", path: string): Promise<Session | null> {
    const ahead = await takeAhead(`${this.api}${path}`);
    // A refusal may be of a moment before another tab renewed the session.
    let answer = ahead?.ok ? ahead : null;
    try {
      answer ??= await fetch(`${this.api}${path}`, {
        method,
        credentials: "include",
        cache: "no-store",
        headers: { "Accept-Language": this.language() },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
    } catch (cause) {
      throw new Unreachable("no answer", { cause });
    }
    if (answer.status === 401 || answer.status === 403) return null;
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok) throw Problem.from(answer.status, body) ?? new Unreadable(answer.status);
    return body as Session;
  }

  #become(state: SessionState): void {
    if (state.status === "closed") forgetAhead();
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
