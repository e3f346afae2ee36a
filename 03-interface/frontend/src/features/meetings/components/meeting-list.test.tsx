import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { Meeting } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "@/features/tags/components/tags-dialog";
import "@/features/transcripts/components/export-several-dialog";

import { MeetingList } from "./meeting-list";

function meeting(id: string, tags: string[] = []): Meeting {
  return {
    id,
    title: `Meeting ${id}`,
    held_at: "2026-11-03T13:05:00Z",
    participants: [],
    tags,
    recording: { name: "a.wav", bytes: 8, media_type: "audio/wav" },
    imported: false,
    duration: 60,
    status: "COMPLETED",
    speaker_count: null,
    revision: 1,
    trashed_at: null,
    run: { id: `r${id}`, status: "COMPLETED", error: null },
  } as unknown as Meeting;
}

const meetings = [meeting("a", ["CSE"]), meeting("b", ["CSE", "Budget"]), meeting("c"), meeting("<b>d</b> العربية")];
const list = { current: null };

function draw(showTag: (tag: string) => void = () => undefined) {
  const asked = answering(({ path, body }) => {
    if (path === "/tags") return { items: [{ name: "CSE", meetings: 2 }, { name: "Budget", meetings: 1 }] };
    return { meetings: (body as { meetings: string[] } | null)?.meetings ?? [] };
  });
  show(<MeetingList meetings={meetings} list={list} stale={false} showTag={showTag} />);
  return asked.filter.bind(asked);
}

const box = (title: string) => screen.getByRole("checkbox", { name: `Select “${title}”` }) as HTMLInputElement;
const chosen = () => screen.getAllByRole("checkbox", { name: /^Select “/ }).map((one) => ((one as HTMLInputElement).checked ? 1 : 0)).join("");

it("chooses with Shift, by arrows, all and none", () => {
  draw();
  fireEvent.click(box("Meeting a"));
  fireEvent.click(box("Meeting c"), { shiftKey: true });
  expect(chosen()).toBe("1110");
  expect(screen.getByRole("toolbar").textContent).toContain("3 selected");
  box("Meeting c").focus();
  fireEvent.keyDown(box("Meeting c"), { key: "ArrowDown", shiftKey: true });
  expect(chosen()).toBe("1111");
  expect(document.activeElement).toBe(box("Meeting <b>d</b> العربية"));
  fireEvent.keyDown(document.activeElement as Element, { key: "Escape" });
  expect(chosen()).toBe("0000");
  expect(screen.queryByRole("toolbar")).toBeNull();
  fireEvent.click(screen.getByRole("checkbox", { name: "Select all" }));
  expect(chosen()).toBe("1111");
});

it("puts what is chosen into the trash, and takes it back at a word", async () => {
  const asked = draw();
  fireEvent.click(box("Meeting a"));
  fireEvent.click(box("Meeting b"));
  fireEvent.click(screen.getByRole("button", { name: "Trash" }));
  await screen.findByText("2 meetings are in the trash.");
  expect(chosen()).toBe("0000");
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByText("2 meetings are back.");
  const posts = asked(({ method }) => method === "POST").map(({ path, body }) => [path, body]);
  expect(posts).toEqual([
    ["/meetings/trash", { meetings: ["a", "b"] }],
    ["/meetings/restore", { meetings: ["a", "b"] }],
  ]);
});

it("gives several a tag, keeps what only some have, and undoes just that", async () => {
  const asked = draw();
  fireEvent.click(box("Meeting a"));
  fireEvent.click(box("Meeting c"), { shiftKey: true });
  fireEvent.click(screen.getByRole("button", { name: "Tag" }));
  const field = await screen.findByRole("combobox", { name: "Tags" });
  await waitFor(() => {
    fireEvent.change(field, { target: { value: "cs" } });
    expect(screen.getByRole("option", { name: "CSE" })).toBeTruthy();
  });
  fireEvent.keyDown(field, { key: "Enter" });
  fireEvent.change(field, { target: { value: " Paris " } });
  fireEvent.keyDown(field, { key: "Enter" });
  fireEvent.submit(field);
  await screen.findByText("Tags changed for 3 meetings.");
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  const posts = () => asked(({ method }) => method === "POST").map(({ body }) => body);
  await waitFor(() =>
    expect(posts()).toEqual([
      { meetings: ["a", "b", "c"], add: ["CSE", "Paris"], remove: [] },
      { meetings: ["c"], add: [], remove: ["CSE"] },
      { meetings: ["a", "b", "c"], add: [], remove: ["Paris"] },
    ]),
  );
});

it("shows the meetings of a tag, and names as text whatever they contain", () => {
  const shown: string[] = [];
  draw((tag) => shown.push(tag));
  fireEvent.click(screen.getByRole("button", { name: "Budget" }));
  expect(shown).toEqual(["Budget"]);
  expect(screen.getByText("Meeting <b>d</b> العربية")).toBeTruthy();
});

function saving(): string[] {
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }));
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  return saved;
}

it("saves the transcripts of what is chosen in one archive", async () => {
  const saved = saving();
  const asked = draw();
  fireEvent.click(box("Meeting a"));
  fireEvent.click(box("Meeting c"));
  fireEvent.click(screen.getByRole("button", { name: "Export" }));
  fireEvent.change(await screen.findByLabelText("Format"), { target: { value: "pdf" } });
  fireEvent.click(screen.getByRole("button", { name: "Save the file" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const path = asked(({ path }) => path.startsWith("/exports"))[0]?.path ?? "";
  const query = new URLSearchParams(path.split("?")[1]);
  expect([query.get("format"), query.getAll("meeting"), saved]).toEqual(["pdf", ["a", "c"], ["transcripts.zip"]]);
});

it("saves the minutes of what is chosen, in the formats that minutes have", async () => {
  const saved = saving();
  const asked = draw();
  fireEvent.click(box("Meeting a"));
  fireEvent.click(box("Meeting c"));
  fireEvent.click(screen.getByRole("button", { name: "Export" }));
  const format = (await screen.findByLabelText("Format")) as HTMLSelectElement;
  fireEvent.change(format, { target: { value: "srt" } });
  fireEvent.change(screen.getByLabelText("Documents"), { target: { value: "minutes" } });
  expect([format.value, [...format.options].map(({ value }) => value)]).toEqual(["docx", ["docx", "pdf", "html", "md"]]);
  expect(screen.getByText("A text in the archive names the meetings that have none.")).toBeTruthy();
  expect(screen.queryByLabelText("What was hardly heard, marked")).toBeNull();
  fireEvent.change(format, { target: { value: "pdf" } });
  fireEvent.click(screen.getByLabelText("Numbers in place of names"));
  fireEvent.click(screen.getByRole("button", { name: "Save the file" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const path = asked(({ path }) => path.startsWith("/exports"))[0]?.path ?? "";
  const query = new URLSearchParams(path.split("?")[1]);
  expect(path.split("?")[0]).toBe("/exports/minutes");
  expect([query.getAll("meeting"), saved]).toEqual([["a", "c"], ["minutes.zip"]]);
  expect(Object.fromEntries(query)).toMatchObject({ format: "pdf", times: "true", speakers: "true", anonymous: "true", address: window.location.origin });
  expect(query.has("doubts")).toBe(false);
});
