import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Passage, SearchPage } from "@/api/types";
import { answering, show, type Asked } from "@/testing";

import { SearchScreen } from "./search-screen";

const address = vi.hoisted(() => ({ query: "" }));
vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(address.query) }));
beforeEach(() => {
  address.query = "";
});

const ID = "a".repeat(32);
const HOSTILE = '<img src=x onerror="alert(1)">';
const passage = (id: number, text: string, more: Partial<Passage> = {}): Passage => ({
  id,
  meeting_id: ID,
  utterance_ids: [`${id}`],
  speaker: { id: "s", number: 2, name: null },
  start: 61.4,
  end: 70,
  text,
  hits: [{ start: 3, end: 9 }],
  ...more,
});
const page = (more: Partial<SearchPage> = {}): SearchPage => ({
  passages: [passage(1, "🎉. budget & co"), passage(2, `Un budget ${HOSTILE}`, { speaker: { id: "t", number: 1, name: "Claire" } })],
  meetings: [{ id: ID, title: HOSTILE, held_at: "2026-03-14T09:00:00Z", duration: 3600, imported: false, passages: 5 }],
  words: ["budget"],
  passed_over: ["le"],
  total: 5,
  total_meetings: 1,
  total_is_least: false,
  indexing: 0,
  next_cursor: null,
  ...more,
});

function answeringSearch(found: SearchPage): Asked[] {
  return answering(({ path }) => {
    if (path.startsWith("/search/speakers")) return { items: [{ name: "Claire", meetings: 3 }] };
    if (path.startsWith("/search?")) return found;
    if (path.startsWith("/tags")) return { items: [{ name: "CSE", meetings: 2 }] };
    return Response.json({ code: "meeting_not_found", message: "no" }, { status: 404 });
  });
}

/** What is read aloud of the results; the toasts are a status of their own. */
const said = () => screen.getAllByRole("status")[0]?.textContent;

const searches = (asked: Asked[]) => asked.filter(({ path }) => path.startsWith("/search?")).map(({ path }) => new URLSearchParams(path.split("?")[1]));

it("teaches how to ask and asks nothing while nothing is typed", async () => {
  const asked = answeringSearch(page());
  show(<SearchScreen />);
  expect(await screen.findByText("Find what was said")).toBeTruthy();
  expect(searches(asked)).toEqual([]);
});

it("shows passages by meeting with what was hit, who says it, and the way there", async () => {
  address.query = "q=le+budget";
  answeringSearch(page());
  const { container } = show(<SearchScreen />);
  await waitFor(() => expect(container.querySelectorAll("mark").length).toBe(2));
  expect([...container.querySelectorAll("mark")].map(({ textContent }) => textContent)).toEqual(["budget", "budget"]);
  expect(container.querySelector("img")).toBeNull();
  expect(said()).toBe("5 passages in 1 meeting. A word too common to be searched for: le (in quotation marks everything counts).");
  const [first, second] = screen.getAllByRole("listitem") as [HTMLElement, HTMLElement];
  expect(within(first).getByText("Speaker 2")).toBeTruthy();
  expect(within(second).getByText("Claire")).toBeTruthy();
  expect(within(first).getByRole("link", { name: "Open the meeting at 1:01" }).getAttribute("href")).toBe(`/meetings/${ID}?t=61`);
  expect(screen.getByRole("button", { name: "3 more passages in this meeting" })).toBeTruthy();
});

it("asks within the limits that the address names", async () => {
  address.query = `q=budget&speaker=Claire&tag=CSE&since=2026-03-01&until=2026-03-31&sort=-held_at&meeting=${ID}`;
  const asked = answeringSearch(page());
  show(<SearchScreen />);
  await waitFor(() => expect(searches(asked).length).toBe(1));
  const query = Object.fromEntries(searches(asked)[0] ?? []);
  expect(query).toMatchObject({ q: "budget", speaker: "Claire", tag: "CSE", sort: "-held_at", meeting: ID, per_meeting: "500" });
  expect(query.until).toBe(new Date(2026, 3, 1).toISOString());
});

it("says what was looked for where nothing was found, and takes the limits away", async () => {
  address.query = "q=budget+%22vote+du%22&speaker=Zo%C3%A9";
  answeringSearch(page({ passages: [], meetings: [], words: ["budget", "vote du"], passed_over: [], total: 0, total_meetings: 0 }));
  show(<SearchScreen />);
  expect(await screen.findByText("No passage holds all of these:")).toBeTruthy();
  expect(screen.getByText("vote du")).toBeTruthy();
  expect(screen.getByText("Said by “Zoé”")).toBeTruthy();
  expect(said()).toBe("No passages.");
  fireEvent.click(screen.getByRole("button", { name: "Remove the filters" }));
  expect(window.location.search).toBe("?q=budget+%22vote+du%22");
});

it("searches a moment after the last letter, in place", async () => {
  vi.useFakeTimers();
  answeringSearch(page());
  show(<SearchScreen />);
  fireEvent.change(screen.getByRole("searchbox"), { target: { value: "budget " } });
  act(() => void vi.advanceTimersByTime(400));
  vi.useRealTimers();
  expect(window.location.pathname + window.location.search).toBe("/search?q=budget");
});

it("goes to the box at the key / and tells of what is still being indexed", async () => {
  address.query = "q=budget";
  answeringSearch(page({ indexing: 2 }));
  show(<SearchScreen />);
  await screen.findByText("2 meetings have just changed: their newest words will be found in a moment.");
  const box = screen.getByRole("searchbox");
  box.blur();
  fireEvent.keyDown(document.body, { key: "/" });
  expect(document.activeElement).toBe(box);
  expect(screen.getByText("Claire", { selector: "bdi" })).toBeTruthy();
});

it("looks for what is meant where that is chosen, and keeps it in the address", async () => {
  address.query = "q=repas+sans+viande&by=meaning";
  const asked = answeringSearch(page({ passed_over: [], indexing: 1 }));
  show(<SearchScreen />);
  await screen.findByText("One meeting has just changed: what it is about will be found in a moment.");
  expect(Object.fromEntries(searches(asked)[0] ?? [])).toMatchObject({ q: "repas sans viande", by: "meaning", unfinished: "false" });
  expect(said()).toBe("The passages nearest to your question, the nearest first. Whether one answers it is for you to judge.");
  expect(screen.getByRole("button", { name: "Meaning" }).getAttribute("aria-pressed")).toBe("true");
  fireEvent.click(screen.getByRole("button", { name: "Words" }));
  expect(window.location.search).toBe("?q=repas+sans+viande");
  fireEvent.click(screen.getByRole("button", { name: "Meaning" }));
  expect(window.location.search).toBe("?q=repas+sans+viande&by=meaning");
});

it("says that nothing is near without telling of words", async () => {
  address.query = "q=budget&by=meaning&tag=CSE";
  answeringSearch(page({ passages: [], meetings: [], words: ["budget"], passed_over: [], total: 0, total_meetings: 0 }));
  show(<SearchScreen />);
  expect(await screen.findByText("There is no passage within these limits: Tag “CSE”.")).toBeTruthy();
});

it("says that a passage could not be played", async () => {
  address.query = "q=budget";
  answeringSearch(page());
  vi.spyOn(HTMLMediaElement.prototype, "play").mockRejectedValueOnce(new Error("no"));
  show(<SearchScreen />);
  const [play] = (await screen.findAllByRole("button", { name: "Play from 1:01" })) as [HTMLElement];
  fireEvent.click(play);
  expect((await screen.findByRole("alert")).textContent).toContain("could not be played");
});
