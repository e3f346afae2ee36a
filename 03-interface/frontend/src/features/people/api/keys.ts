/** Where what is known of people stands in the page's memory. Apart, for pages that only say that it has changed. */
export const peopleKeys = {
  all: ["people"] as const,
  lists: ["people", "list"] as const,
  list: (q: string) => ["people", "list", q] as const,
  of: (id: string) => ["people", "one", id] as const,
  one: (id: string) => ["people", "one", id, "person"] as const,
  consents: (id: string) => ["people", "one", id, "consents"] as const,
  voiceprints: (id: string) => ["people", "one", id, "voiceprints"] as const,
  enrolments: (id: string) => ["people", "one", id, "enrolments"] as const,
  meetings: (id: string) => ["people", "one", id, "meetings"] as const,
};
