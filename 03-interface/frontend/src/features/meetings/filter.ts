import { SORTS, STATUSES, type MeetingFilter } from "./api/meetings";

const DEFAULT_SORT = "-created_at";

/** The filter in an address; whatever is not understood counts as not said. */
export function readFilter(query: URLSearchParams): MeetingFilter {
  return {
    q: (query.get("q") ?? "").trim(),
    status: STATUSES.find((status) => status === query.get("status")?.toUpperCase()) ?? null,
    tag: (query.get("tag") ?? "").trim(),
    sort: SORTS.find((sort) => sort === query.get("sort")) ?? DEFAULT_SORT,
  };
}

/** The address of a filter, shortest form. */
export function writeFilter({ q, status, tag, sort }: MeetingFilter): string {
  const query = new URLSearchParams();
  if (q.trim()) query.set("q", q.trim());
  if (status) query.set("status", status.toLowerCase());
  if (tag) query.set("tag", tag);
  if (sort !== DEFAULT_SORT) query.set("sort", sort);
  const text = query.toString();
  return text ? `?${text}` : "";
}

export function isFiltering({ q, status, tag }: MeetingFilter): boolean {
  return q !== "" || status !== null || tag !== "";
}
