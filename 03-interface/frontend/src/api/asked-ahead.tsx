import { headers } from "next/headers";

import { script, type Question } from "./asking-ahead";
import { apiOrigin } from "./base";
import { ADDRESS_HEADER, NONCE_HEADER } from "./page-headers";

interface AskedAheadProps {
  /** What the page at that address of ours will ask of the API at `origin`. */
  questions: (address: URL, origin: string) => Promise<Question[]>;
}

/** Asks the API what the page will ask, while its scripts are still on their way. */
export async function AskedAhead({ questions }: AskedAheadProps) {
  const asked = await headers();
  const origin = apiOrigin(process.env, { host: asked.get("host"), protocol: asked.get("x-forwarded-proto") });
  const address = new URL(asked.get(ADDRESS_HEADER) ?? "/", origin);
  return (
    <script
      nonce={asked.get(NONCE_HEADER) ?? undefined}
      // Browsers do not tell scripts what the nonce was.
      suppressHydrationWarning
      // eslint-disable-next-line react/no-danger -- text of ours, known by the nonce; `script` lets nothing end it
      dangerouslySetInnerHTML={{ __html: script(`${origin}/api/v1/auth/me`, await questions(address, origin)) }}
    />
  );
}
