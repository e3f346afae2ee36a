/** The places of an administrator, by the names that the messages know them under. */
export const PLACES = [
  { href: "/users", name: "users" },
  { href: "/queue", name: "queue" },
  { href: "/system", name: "system" },
] as const;

/** Whether that page is one of them. */
export function administers(pathname: string): boolean {
  return PLACES.some(({ href }) => pathname.startsWith(href));
}
