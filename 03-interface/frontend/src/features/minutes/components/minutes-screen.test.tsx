import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Minutes, MinutesItem } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "@radix-ui/react-dropdown-menu";
import "./cite-dialog";
import "./freeze-dialog";
import "./move-dialog";

import { drafts } from "../drafts";
import { MinutesScreen } from "./minutes-screen";

vi.mock("@/ui/save-file", () => ({ saveFile: () => undefined }));
vi.mock("next/navigation", () => ({ useRouter: () => ({}), usePathname: () => "/", useSearchParams: () => new URLSearchParams() }));

const [A, B, C] = ["a", "b", "c"].map((letter) => letter.repeat(32)) as [string, string, string];

const item = (id: string, kind: MinutesItem["kind"], text: string, more: Partial<MinutesItem> = {}): MinutesItem => ({
  id,
  kind,
  text,
  citations: [{ utterance_id: `u${id}`, start: 61, end: 65, speaker_id: "s1", speaker_name: "Claire", text: `said: ${text}` }],
  owner: null,
  due: null,
  status: null,
  start: null,
  end: null,
  edited: false,
  unsupported: false,
  ...more,
});

let minutes: Minutes;

beforeEach(() => {
  for (const field of drafts.all.keys()) drafts.drop(field);
  minutes = {
    id: "f".repeat(32),
    meeting_id: "m",
    template: "general",
    language: "en",
    writer: "extract",
    revision: 1,
    transcript_revision: 1,
    model: null,
    unread: [],
    unsupported: [],
    title: "Committee <b>",
    held_on: "2026-03-14",
    state: "draft",
    version: 1,
    sha256: null,
    updated_at: "2026-03-14T10:00:00Z",
    participants: [{ speaker_id: "s1", number: 1, name: "Claire" }],
    sections: [
      { key: "decisions", title: "Decisions", kind: "decisions", items: [item(A, "decision", "We keep the second option."), item(B, "decision", "The budget is voted.")] },
      { key: "actions", title: "Actions", kind: "actions", items: [item(C, "action", "Write to the mayor.", { status: "open", owner: { name: "Claire", speaker_id: "s1" } })] },
    ],
  } as unknown as Minutes;
});

const meeting = { id: "m", title: "Committee", revision: 1, trashed_at: null, language: "en" };

/** An API that holds these minutes and knows the newest version only. */
function api(more: (asked: { method: string; path: string; body: unknown }) => unknown = () => undefined, language: string | null = meeting.language) {
  const asked = answering(
    (one) => {
      const given = more(one);
      if (given !== undefined) return given;
      const { method, path, body } = one as { method: string; path: string; body: Record<string, unknown> | null };
      if (method === "GET") return minutes;
      const known = body?.version ?? Number(new URLSearchParams(path.split("?")[1]).get("version"));
      if (known !== minutes.version) return refusal(409, "minutes_changed");
      const id = /items\/(\w+)/.exec(path)?.[1];
      if (method === "PATCH" && id) alter(id, (all, at) => [...all.slice(0, at), { ...all[at], ...(body?.text !== undefined && { text: body.text }) } as MinutesItem, ...all.slice(at + 1)]);
      if (method === "DELETE" && id) alter(id, (all, at) => all.filter((_, place) => place !== at));
      if (method === "PUT") minutes = { ...minutes, state: body?.state as Minutes["state"], sha256: body?.state === "frozen" ? "5e".repeat(32) : null };
      minutes = { ...minutes, version: minutes.version + 1 };
      return minutes;
    },
    { "/meetings/m": { ...meeting, language }, "/minutes-writers": [{ writer: "extract", model: null }] },
  );
  return { asked, changes: () => asked.filter(({ method }) => method !== "GET") };
}

function alter(id: string, change: (items: MinutesItem[], at: number) => MinutesItem[]) {
  minutes = { ...minutes, sections: minutes.sections.map((section) => {
    const at = section.items.findIndex((one) => one.id === id);
    return at < 0 ? section : { ...section, items: change(section.items, at) };
  }) };
}

const refusal = (status: number, code: string, message = code) => Response.json({ code, message }, { status });
const field = (name: string) => screen.findByRole<HTMLTextAreaElement>("textbox", { name });

async function write(name: string, text: string) {
  const box = await field(name);
  fireEvent.change(box, { target: { value: text } });
  fireEvent.blur(box);
}

it("offers to write minutes where there are none, and shows them once they are written", async () => {
  let written = false;
  const { changes } = api(({ method, path }) => {
    if (path === "/minutes-templates") return [{ key: "general", name: "General", language: null, builtin: true, sections: [{ key: "s", title: "Summary", kind: "summary" }] }];
    if (method === "POST") return ((written = true), minutes);
    return written ? undefined : refusal(404, "minutes_not_found");
  });
  show(<MinutesScreen id="m" />);
  fireEvent.click(await screen.findByRole("button", { name: "Write the minutes" }));
  await screen.findByRole("heading", { name: "Decisions" });
  expect(changes()).toMatchObject([{ method: "POST", path: "/meetings/m/minutes", body: { template: "general", language: "en" } }]);
  screen.getByText("Automatic extract");
});

it("writes minutes in the language that was spoken, where only the transcript knows it", async () => {
  let written = false;
  const { changes } = api(({ method, path }) => {
    if (path === "/minutes-templates") return [{ key: "general", name: "General", language: null, builtin: true, sections: [{ key: "s", title: "Summary", kind: "summary" }] }];
    if (method === "POST") return ((written = true), minutes);
    return written ? undefined : refusal(404, "minutes_not_found");
  }, null);
  show(<MinutesScreen id="m" />);
  const language = await screen.findByRole("combobox", { name: "Language of the minutes" });
  expect(within(language).getByRole<HTMLOptionElement>("option", { selected: true }).text).toBe("The meeting’s");
  fireEvent.click(screen.getByRole("button", { name: "Write the minutes" }));
  await screen.findByRole("heading", { name: "Decisions" });
  expect(changes()).toMatchObject([{ method: "POST", path: "/meetings/m/minutes", body: { template: "general", language: null } }]);
});

it("saves them as a document, also filled into the organisation's own, once all of it is kept", async () => {
  const { asked } = api(({ path }) => (path === "/document-templates" ? { items: [{ id: "d".repeat(32), name: "Town <i>", size: 1, mine: true, shared: false, created_at: "2026-03-14T10:00:00Z" }] } : undefined));
  show(<MinutesScreen id="m" />);
  const exports = async () => fireEvent.keyDown(await screen.findByRole("button", { name: "Export" }), { key: "Enter" });
  const saved = () => asked.filter(({ path }) => path.includes("/minutes/export"));
  await exports();
  fireEvent.click(await screen.findByRole("menuitem", { name: /PDF/ }));
  await waitFor(() => expect(saved()).toHaveLength(1));
  expect(saved().at(-1)?.path).toMatch(/[?&]format=pdf(&|$)/);
  await exports();
  fireEvent.click(await screen.findByRole("menuitem", { name: "Word, filled into “Town <i>”" }));
  await waitFor(() => expect(saved()).toHaveLength(2));
  expect(saved().at(-1)?.path).toMatch(new RegExp(`template=${"d".repeat(32)}`));
  expect(saved().at(-1)?.path).toContain("format=docx");
  fireEvent.change(await field("Decision 1"), { target: { value: "not kept yet" } });
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Export" }).disabled).toBe(true);
});

it("shows what was written as it was written", async () => {
  api();
  show(<MinutesScreen id="m" />);
  expect((await field("Title of the minutes")).value).toBe("Committee <b>");
  expect((await field("Decision 2")).value).toBe("The budget is voted.");
  expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Who" }).value).toBe("Claire");
});

it("keeps what is typed, and says so", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  await write("Decision 1", "We keep the third option.");
  await waitFor(() => expect(changes()).toHaveLength(1));
  expect(changes()[0]).toMatchObject({ method: "PATCH", path: `/meetings/m/minutes/items/${A}`, body: { version: 1, text: "We keep the third option." } });
  await screen.findByText(/^Saved/);
  expect(drafts.all.size).toBe(0);
});

it("keeps it over what somebody else changed elsewhere", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  await field("Decision 1");
  alter(B, (all, at) => all.map((one, place) => (place === at ? { ...one, text: "The budget is put off." } : one)));
  minutes = { ...minutes, version: 7 };
  await write("Decision 1", "Mine");
  await waitFor(() => expect(minutes.sections[0]?.items[0]?.text).toBe("Mine"));
  expect(changes().map(({ body }) => (body as { version: number }).version)).toEqual([1, 7]);
  expect((await field("Decision 2")).value).toBe("The budget is put off.");
});

it("shows both texts where somebody else changed the same, and keeps the one that is chosen", async () => {
  api();
  show(<MinutesScreen id="m" />);
  await field("Decision 1");
  alter(A, (all, at) => all.map((one, place) => (place === at ? { ...one, text: "Theirs" } : one)));
  minutes = { ...minutes, version: 7 };
  await write("Decision 1", "Mine");
  const both = await screen.findByRole("alert");
  within(both).getByText("Theirs");
  expect((await field("Decision 1")).value).toBe("Mine");
  expect(minutes.sections[0]?.items[0]?.text).toBe("Theirs");
  fireEvent.click(within(both).getByRole("button", { name: "Keep mine" }));
  await waitFor(() => expect(minutes.sections[0]?.items[0]?.text).toBe("Mine"));
});

it("loses no word where somebody else deleted the item meanwhile", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  await field("Decision 1");
  alter(A, (all, at) => all.filter((_, place) => place !== at));
  minutes = { ...minutes, version: 7 };
  await write("Decision 1", "Mine");
  fireEvent.click(await screen.findByRole("button", { name: "Add it again" }));
  await waitFor(() => expect(changes().at(-1)).toMatchObject({ method: "POST", body: { section: "decisions", after: B, text: "Mine" } }));
});

it("leaves what could not be saved in its field, with a way to try again", async () => {
  let down = true;
  const { changes } = api(({ method }) => (method === "PATCH" && down ? refusal(503, "unavailable", "Not now.") : undefined));
  show(<MinutesScreen id="m" />);
  await write("Decision 1", "Mine");
  await screen.findByText("Not now.");
  expect((await field("Decision 1")).value).toBe("Mine");
  screen.getByText("Not saved yet");
  down = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText(/^Saved/);
  expect(changes()).toHaveLength(2);
});

it("moves an item by keyboard", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  fireEvent.keyDown(await field("Decision 2"), { key: "ArrowUp", altKey: true });
  await waitFor(() => expect(changes()).toMatchObject([{ method: "PATCH", path: `/meetings/m/minutes/items/${B}`, body: { after: null } }]));
});

/** An API that moves the second decision. */
const moving = () =>
  api(({ method, body }) => {
    const { section, after } = (body ?? {}) as { section?: string; after?: string | null };
    if (method !== "PATCH" || section === undefined) return undefined;
    const item = minutes.sections.flatMap(({ items }) => items).find(({ id }) => id === B);
    const sections = minutes.sections.map((one) => ({ ...one, items: one.items.filter(({ id }) => id !== B) }));
    const to = sections.find(({ key }) => key === section);
    to?.items.splice(after == null ? 0 : to.items.findIndex(({ id }) => id === after) + 1, 0, { ...item, kind: section === "actions" ? "action" : "decision" } as MinutesItem);
    return (minutes = { ...minutes, sections, version: minutes.version + 1 });
  });
const stands = (name: string) => waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>(name).value).toBe("The budget is voted."));

it("moves an item past the end of its section into the next, with a way back", async () => {
  const { changes } = moving();
  show(<MinutesScreen id="m" />);
  fireEvent.keyDown(await screen.findByLabelText("Decision 2"), { key: "ArrowDown", altKey: true });
  await stands("Action 1");
  screen.getByText("Moved to “Actions”.");
  fireEvent.click(screen.getByText("Undo"));
  await stands("Decision 2");
  expect(changes().map(({ body }) => body)).toMatchObject([{ section: "actions", after: null }, { section: "decisions", after: A }]);
});

it("moves an item into any section from its menu", async () => {
  const { changes } = moving();
  show(<MinutesScreen id="m" />);
  fireEvent.keyDown(await screen.findByLabelText("Actions: Decision 2"), { key: "Enter" });
  fireEvent.click(await screen.findByText("Move to another section…"));
  fireEvent.click(within(await screen.findByRole("dialog")).getByText("Actions"));
  await stands("Action 2");
  expect(changes().map(({ body }) => body)).toMatchObject([{ section: "actions", after: C }]);
});

it("adds the next item at Enter, and deletes an empty one with a way back", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  fireEvent.keyDown(await field("Decision 1"), { key: "Enter" });
  const line = await field("New item: Decisions");
  expect(document.activeElement).toBe(line);
  fireEvent.change(line, { target: { value: "A third one." } });
  fireEvent.keyDown(line, { key: "Enter" });
  await waitFor(() => expect(changes()).toMatchObject([{ method: "POST", body: { section: "decisions", after: A, text: "A third one.", citations: [] } }]));
  const gone = await field("Decision 2");
  fireEvent.change(gone, { target: { value: "" } });
  fireEvent.keyDown(gone, { key: "Backspace" });
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(changes()).toHaveLength(3));
  expect(changes()[1]).toMatchObject({ method: "DELETE" });
  expect(changes()[2]).toMatchObject({ method: "POST", body: { after: A, text: "The budget is voted.", citations: [`u${B}`] } });
});

it("shows what was said to whoever is on a citation, and takes it away", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  const chip = (await screen.findAllByRole("button", { name: "Listen at 1:01" }))[0] as HTMLElement;
  fireEvent.focus(chip);
  screen.getByText("said: We keep the second option.");
  fireEvent.keyDown(chip, { key: "Escape" });
  expect(screen.queryByText("said: We keep the second option.")).toBeNull();
  fireEvent.blur(chip);
  fireEvent.focus(chip);
  fireEvent.click(screen.getByRole("button", { name: "Take this citation away" }));
  await waitFor(() => expect(changes()).toMatchObject([{ body: { citations: [] } }]));
});

it("is read only once approved, and shows its seal once frozen", async () => {
  api();
  show(<MinutesScreen id="m" />);
  fireEvent.click(await screen.findByRole("button", { name: "Approve" }));
  fireEvent.click(await screen.findByRole("button", { name: "Freeze…" }));
  fireEvent.click(await screen.findByRole("button", { name: "Freeze" }));
  await screen.findByText("5e".repeat(32));
  expect(screen.queryAllByRole("textbox")).toEqual([]);
  screen.getByText("We keep the second option.");
  // An action is ticked off all the same.
  screen.getByRole("checkbox", { name: "Done: Write to the mayor." });
});

it("tells what is still missing before it is frozen", async () => {
  const lacking = item("d".repeat(32), "decision", "The roof is paid.", { unsupported: true });
  const left = { id: "9".repeat(32), kind: "decision" as const, text: "We spend 9000.", fault: "number" as const, citations: [] };
  const sections = [
    ...minutes.sections.map((section) => (section.key === "decisions" ? { ...section, items: [...section.items, lacking] } : section)),
    { key: "votes", title: "Votes <b>", kind: "text" as const, items: [] },
    { key: "next", title: "Next meeting", kind: "text" as const, items: [item("e".repeat(32), "field", "In March.")] },
  ];
  minutes = { ...minutes, state: "approved", sections, participants: [...minutes.participants, { speaker_id: "s2", number: 2, name: null }], unread: [{ start: 60, end: 90 }], unsupported: [left] };
  api();
  show(<MinutesScreen id="m" />);
  fireEvent.click(await screen.findByRole("button", { name: "Freeze…" }));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText("Section not filled in: Votes <b>.");
  dialog.getByText("One item is without evidence in the transcript.");
  dialog.getByText("One item that the model wrote is left out and was not settled.");
  dialog.getByText("One part could not be read by the model.");
  dialog.getByText("One participant has no name.");
});

it("has nothing to say of minutes that lack nothing", async () => {
  minutes = { ...minutes, state: "approved" };
  api();
  show(<MinutesScreen id="m" />);
  fireEvent.click(await screen.findByRole("button", { name: "Freeze…" }));
  expect(within(await screen.findByRole("dialog")).queryByRole("listitem")).toBeNull();
});

it("says when the transcript was made anew since", async () => {
  minutes = { ...minutes, transcript_revision: 2 };
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  fireEvent.click(await screen.findByRole("button", { name: "Write anew" }));
  await waitFor(() => expect(changes()).toMatchObject([{ method: "POST", path: "/meetings/m/minutes", body: { version: 1 } }]));
});
