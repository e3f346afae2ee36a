export const SORTS = ["best", "-held_at", "held_at"] as const;
export type Sort = (typeof SORTS)[number];

/** Whether passages must have the words, or mean something like them. */
export const WAYS = ["words", "meaning"] as const;
export type Way = (typeof WAYS)[number];

/** What is looked for, and where; it lives in the address, so that a search can be kept, shared and gone back to. */
export interface Question {
  q: string;
  by: Way;
  /** Part of a speaker's name; empty: anybody. */
  speaker: string;
  /** A tag that the meetings carry; empty: any or none. */
  tag: string;
  /** The first and the last day on which the meetings were held, `2026-03-14`; empty: any. */
  since: string;
  until: string;
  /** The one meeting that is looked through; empty: all. */
  meeting: string;
  sort: Sort;
}

export const NOTHING_ASKED: Question = { q: "", by: "words", speaker: "", tag: "", since: "", until: "", meeting: "", sort: "best" };

const TEXTS = ["q", "speaker", "tag", "since", "until", "meeting"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID = /^[0-9a-f]{32}$/;

/** The question in an address; whatever is not understood counts as not said. */
export function readQuestion(query: URLSearchParams): Question {
  const text = (name: string) => (query.get(name) ?? "").replaceAll("\0", " ").trim();
  return {
    q: text("q"),
    by: WAYS.find((way) => way === query.get("by")) ?? "words",
    speaker: text("speaker"),
    tag: text("tag"),
    since: dayOf(text("since")),
    until: dayOf(text("until")),
    meeting: ID.test(text("meeting")) ? text("meeting") : "",
    sort: SORTS.find((sort) => sort === query.get("sort")) ?? "best",
  };
}

/** The address of a question, shortest form. */
export function writeQuestion(question: Question): string {
  const query = new URLSearchParams();
  for (const name of TEXTS) if (question[name].trim()) query.set(name, question[name].trim());
  if (question.by !== "words") query.set("by", question.by);
  if (question.sort !== "best") query.set("sort", question.sort);
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** How many limits are set, the words left aside. */
export function limitsOf({ speaker, tag, since, until, meeting }: Question): number {
  return [speaker, tag, since, until, meeting].filter((limit) => limit !== "").length;
}

/** The moment at which a day begins where the reader is, `days` later. */
export function beginningOf(day: string, days = 0): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + days).toISOString();
}

function dayOf(text: string): string {
  if (!DAY.test(text)) return "";
  const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
  const found = new Date(year, month - 1, date);
  return year >= 1901 && year <= 2199 && found.getMonth() === month - 1 && found.getDate() === date ? text : "";
}
