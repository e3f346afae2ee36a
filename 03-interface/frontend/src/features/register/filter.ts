export const KINDS = ["decision", "action", "question"] as const;
export const STATUSES = ["open", "done"] as const;
export const SORTS = ["due", "meeting"] as const;

/** What of the register is looked at; empty where it does not matter. */
export interface RegisterFilter {
  kind: (typeof KINDS)[number] | "";
  owner: string;
  status: (typeof STATUSES)[number] | "";
  /** Days, both included. */
  from: string;
  until: string;
  q: string;
  meeting: string;
  sort: (typeof SORTS)[number];
}

export const WHOLE: RegisterFilter = { kind: "", owner: "", status: "", from: "", until: "", q: "", meeting: "", sort: "due" };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f]{32}$/;

/** The filter in an address; whatever is not understood counts as not said. */
export function readFilter(query: URLSearchParams): RegisterFilter {
  const text = (name: string) => (query.get(name) ?? "").replaceAll("\0", " ").trim();
  const one = <T extends string>(name: string, of: readonly T[]): T | "" => of.find((value) => value === query.get(name)) ?? "";
  return {
    kind: one("kind", KINDS),
    owner: text("owner").slice(0, 200),
    status: one("status", STATUSES),
    from: dayOf(text("from")),
    until: dayOf(text("until")),
    q: text("q").slice(0, 200),
    meeting: ID.test(text("meeting")) ? text("meeting") : "",
    sort: one("sort", SORTS) || "due",
  };
}

/** The address of a filter, shortest form. */
export function writeFilter(filter: RegisterFilter): string {
  const query = new URLSearchParams();
  for (const name of ["q", "kind", "status", "owner", "from", "until", "meeting"] as const) if (filter[name].trim()) query.set(name, filter[name].trim());
  if (filter.sort !== "due") query.set("sort", filter.sort);
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** How many limits are set, the order left aside. */
export function limitsOf({ kind, owner, status, from, until, q, meeting }: RegisterFilter): number {
  return [kind, owner, status, from, until, q, meeting].filter((limit) => limit !== "").length;
}

function dayOf(text: string): string {
  if (!DAY.test(text)) return "";
  const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
  const found = new Date(year, month - 1, date);
  return year >= 1901 && year <= 2199 && found.getMonth() === month - 1 && found.getDate() === date ? text : "";
}
