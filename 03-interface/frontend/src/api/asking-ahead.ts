import createClient from "openapi-fetch";

import type { Begun } from "./ahead";
import type { Api } from "./client";
import type { paths } from "./schema";

/** Something that a page will ask of the API, whoever opens it. */
export interface Question {
  address: string;
  /** Asked only where the answer to that address has something in this field. */
  where?: { address: string; has: string };
}

/** Where the API would be asked: the addresses of questions that nobody sends. */
export async function addressOf(origin: string, ask: (api: Api) => Promise<unknown>): Promise<string> {
  let address = "";
  const noted = createClient<paths>({
    baseUrl: origin,
    fetch: (request) => {
      address = request.url;
      return Promise.resolve(new Response(null, { status: 204 }));
    },
  });
  await ask(noted);
  return address;
}

/**
 * Asks the API while the page's scripts are still on their way: first who is there, then what the page shows.
 *
 * It stands in the page as text (`script`), so it knows nothing but what it is given. Nobody's page asks for nothing more: a refusal
 * would stand in the browser's log.
 */
export function begin(session: string, questions: readonly Question[]): void {
  const ask = (address: string, signal?: AbortSignal) =>
    fetch(address, { credentials: "include", cache: "no-store", headers: { "Accept-Language": document.documentElement.lang }, signal });
  // A line that is dead is found out by whoever asks again.
  const who = ask(session, AbortSignal.timeout(10_000));
  const begun: Begun = { [session]: who };
  for (const { address, where } of questions) {
    const before = where ? begun[where.address] : who;
    begun[address] = Promise.resolve(before).then(async (answer) => {
      if (!answer?.ok) return null;
      if (where && ((await answer.clone().json()) as Record<string, unknown>)[where.has] === null) return null;
      return ask(address);
    });
  }
  // Whoever takes an answer learns what went wrong; where nobody does, nothing did.
  for (const coming of Object.values(begun)) coming.catch(() => undefined);
  window.askedAhead = begun;
}

/** What a page runs to ask ahead. */
export function script(session: string, questions: readonly Question[]): string {
  const told = [session, questions].map((one) => JSON.stringify(one).replaceAll("<", "\\u003c"));
  return `(${begin.toString()})(${told.join()})`;
}
