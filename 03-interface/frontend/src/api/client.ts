import createClient from "openapi-fetch";

import { takeAhead } from "./ahead";
import { Problem, Unreachable, Unreadable } from "./problem";
import type { paths } from "./schema";
import type { SessionKeeper } from "./session-keeper";

/** `fetch` with the session's cookies, its CSRF token and the reader's language; renews the session once when it ran out. */
export function authorisedFetch(keeper: SessionKeeper, language: () => string): (request: Request) => Promise<Response> {
  const send = async (request: Request): Promise<Response> => {
    const headers = new Headers(request.headers);
    headers.set("Accept-Language", language());
    if (request.method !== "GET" && keeper.csrfToken !== null) headers.set("X-CSRF-Token", keeper.csrfToken);
    const coming = request.method === "GET" ? takeAhead(request.url) : null;
    const ahead = coming && (await coming);
    if (ahead) return ahead;
    try {
      return await fetch(new Request(request, { headers, credentials: "include" }));
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      throw new Unreachable("no answer", { cause });
    }
  };
  return async (request) => {
    const again = request.clone();
    const answer = await send(request);
    if (!(await isStale(answer))) return answer;
    const before = keeper.accountId;
    const session = await keeper.renew();
    // Another tab may have signed in as somebody else: what one person asked is never done as another.
    if (session === null || (before !== null && session.account.id !== before)) return answer;
    return send(again);
  };
}

/** Whether the refusal is about the session (run out, or replaced by another tab) and not about what was typed. */
async function isStale(answer: Response): Promise<boolean> {
  if (answer.status !== 401 && answer.status !== 403) return false;
  const code = Problem.from(answer.status, await answer.clone().json().catch(() => null))?.code;
  return code === undefined ? answer.status === 401 : code.startsWith("session_") || code === "csrf_invalid";
}

export function createApi(origin: string, keeper: SessionKeeper, language: () => string) {
  return createClient<paths>({ baseUrl: origin, fetch: authorisedFetch(keeper, language) });
}

export type Api = ReturnType<typeof createApi>;

/** The body of an answer, or the reason there is none as an error. */
export async function answered<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw Problem.from(response.status, error) ?? new Unreadable(response.status);
  return data as T;
}
