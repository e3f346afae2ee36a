/** Where the browser reaches the API. Read when a page is asked for, so that one build serves every installation. */

type Environment = Record<string, string | undefined>;

interface Asked {
  /** The `Host` header: what the reader typed. */
  host: string | null;
  /** What a proxy in front says the reader used. */
  protocol: string | null;
}

const HOSTNAME = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])$/i;

/**
 * The API's origin: the configured address, else the page's own host name with the API's port.
 *
 * The answer enters the page's security policy, so a host name that is not one is refused rather than repeated.
 */
export function apiOrigin(environment: Environment, asked: Asked): string {
  const configured = environment.SCRIBE_PUBLIC_API_URL?.trim();
  if (configured) return new URL(configured).origin;
  const hostname = (asked.host ?? "").replace(/:\d+$/, "");
  const protocol = asked.protocol?.split(",")[0]?.trim() === "https" ? "https" : "http";
  const port = /^\d{1,5}$/.test(environment.SCRIBE_API_PORT ?? "") ? environment.SCRIBE_API_PORT : "5000";
  return `${protocol}://${HOSTNAME.test(hostname) ? hostname : "localhost"}:${port}`;
}
