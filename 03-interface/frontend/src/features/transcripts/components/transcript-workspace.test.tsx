import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";

import type { Transcript, Utterance } from "@/api/types";
import { UndoProvider } from "@/features/corrections/hooks/undo-provider";
import { EditsOf } from "@/features/edits/hooks/edits-provider";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { answering as answeringAll, show, type Asked } from "@/testing";

// What comes on demand has come.
import "@/features/comments/components/selection-tools";
import "@/features/corrections/components/find-bar";
import "@/features/corrections/components/speaker-dialog";
import "@/features/doubts/components/review-bar";

import { TranscriptWorkspace } from "./transcript-workspace";

function utterance(id: string, start: number, text: string, probability = 0.9): Utterance {
  const words = text.split(" ").map((one, at) => ({ start: start + at, end: start + at + 0.5, text: one, probability, sureness: 1, marks: [] }));
  return {
    id, speaker_id: "s1", start, end: start + words.length, text, words, language: "fr", overlap: false, doubt: 0, edited: false, confirmed: false,
  };
}

const transcript: Transcript = {
  format: "smart-meeting-scribe/transcript",
  version: 1,
  state: "1-0-0-0",
  meeting_id: "m",
  title: "Committee",
  revision: 1,
  language: "fr",
  seconds: 60,
  created_at: "2026-11-03T13:05:00Z",
  speakers: [
    { id: "s1", number: 1, name: "Claire" },
    { id: "s2", number: 2, name: null },
  ],
  utterances: [utterance("u1", 1, "le budget"), utterance("u2", 10, "le budgé ou rien", 0.3), utterance("u3", 20, "d’accord", 0.2), utterance("u4", 30, "le budget aussi")],
  warnings: [],
  notices: [],
  unplaced: [],
  changed: [],
};

let made = 0;

/** Nobody has commented on anything. */
const answering = (answer: (asked: Asked) => unknown) => answeringAll(answer, { "/meetings/m/comments": { items: [] } });

// Nothing of one test waits for the next.
beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  answering(() => transcript);
});

function open() {
  // Each change is answered with the transcript and a correction of its own.
  const asked = answering(() => ({ ...transcript, changed: [`c${(made += 1)}`] }));
  const { container } = show(
    <EditsOf account="a">
      <UndoProvider>
        <PlaybackProvider meetingId="m" duration={60} start={null}>
          <TranscriptWorkspace transcript={transcript} voice={{ rename: vi.fn(), merge: vi.fn(), learn: vi.fn() }} />
        </PlaybackProvider>
      </UndoProvider>
    </EditsOf>,
  );
  const audio = container.querySelector("audio");
  if (!audio) throw new Error("no sound");
  Object.defineProperty(audio, "readyState", { get: () => 4 });
  return { asked, audio, rows: screen.getAllByRole("article") };
}

// The editor is kept once it has come, as on a page where somebody moves.
beforeAll(async () => {
  open();
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:10" }));
  fireEvent.keyDown(await screen.findByRole("textbox"), { key: "Escape" });
  cleanup();
});

/** The same without a network. */
function openWithout() {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  return show(
    <EditsOf account="a">
      <UndoProvider>
        <PlaybackProvider meetingId="m" duration={60} start={null}>
          <TranscriptWorkspace transcript={transcript} voice={{ rename: vi.fn(), merge: vi.fn(), learn: vi.fn() }} />
        </PlaybackProvider>
      </UndoProvider>
    </EditsOf>,
  );
}

function menu(name: string) {
  fireEvent.keyDown(screen.getByRole("button", { name }), { key: "Enter" });
}

it("goes through the doubts by keyboard: hears, accepts, corrects, and ends at zero", async () => {
  const { asked, audio, rows } = open();
  fireEvent.keyDown(document.body, { key: "d" });
  const bar = await screen.findByRole("region", { name: "Review of doubts" });
  expect(within(bar).getByRole("status").textContent).toBe("2 doubts left");
  expect(document.activeElement).toBe(rows[1]);
  expect(audio.currentTime).toBe(10);
  fireEvent.keyDown(document.activeElement as Element, { key: "Tab" });
  expect(document.activeElement).toBe(rows[2]);
  fireEvent.keyDown(document.activeElement as Element, { key: "Tab", shiftKey: true });
  fireEvent.keyDown(document.activeElement as Element, { key: "Enter" });
  expect(document.activeElement).toBe(rows[2]);
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toEqual({ method: "PATCH", path: "/meetings/m/utterances/u2", body: { seen: "le budgé ou rien", confirmed: true, onwards: false } });
  fireEvent.keyDown(document.activeElement as Element, { key: "e" });
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "pas d’accord" } });
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "Enter" });
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toEqual({ text: "pas d’accord", seen: "d’accord", confirmed: true, onwards: false });
});

it("looks only at the kinds of doubt that are wanted, and leaves on Escape", async () => {
  const { rows } = open();
  fireEvent.click(screen.getByRole("button", { name: "Review doubts · 2" }));
  fireEvent.click(await screen.findByRole("button", { name: "Words 2", pressed: true }));
  expect(within(screen.getByRole("region", { name: "Review of doubts" })).getByRole("status").textContent).toBe("No doubt left");
  fireEvent.keyDown(rows[1] as Element, { key: "Escape" });
  expect(screen.queryByRole("region", { name: "Review of doubts" })).toBeNull();
});

it("takes the last step back and makes it again, by keyboard", async () => {
  const { asked } = open();
  menu("More for 0:10");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Join with the one after" }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toEqual({ method: "POST", path: "/meetings/m/utterances/u2/merge", body: { into: "u3" } });
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>("button", { name: "Undo (Ctrl+Z)" }).disabled).toBe(false));
  const step = `c${made}`;
  fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  await waitFor(() => expect(asked[1]).toEqual({ method: "POST", path: "/meetings/m/corrections/undo", body: { ids: [step] } }));
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>("button", { name: "Redo (Ctrl+Shift+Z)" }).disabled).toBe(false));
  fireEvent.keyDown(document.body, { key: "Z", ctrlKey: true, shiftKey: true });
  await waitFor(() => expect(asked[2]?.path).toBe("/meetings/m/corrections/redo"));
  await screen.findByText("Everything is saved");
});

it("cuts where the cursor stands, and keeps what was typed before", async () => {
  const { asked } = open();
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:10" }));
  const area = screen.getByRole<HTMLTextAreaElement>("textbox");
  fireEvent.change(area, { target: { value: "le  budget ou rien" } });
  area.setSelectionRange(10, 10);
  fireEvent.keyDown(area, { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked.map(({ path, body }) => [path, body])).toEqual([
    ["/meetings/m/utterances/u2", { text: "le budget ou rien", seen: "le budgé ou rien", confirmed: false, onwards: false }],
    ["/meetings/m/utterances/u2/split", { word: 2, seen: "le budget ou rien" }],
  ]);
});

it("gives words to the utterance beside it, by key and by button, and takes that back", async () => {
  const { asked } = open();
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:10" }));
  const area = screen.getByRole<HTMLTextAreaElement>("textbox");
  fireEvent.change(area, { target: { value: "le  budget ou rien" } });
  area.setSelectionRange(10, 10);
  fireEvent.keyDown(area, { key: "ArrowDown", altKey: true });
  expect(screen.queryByRole("textbox")).toBeNull();
  await screen.findByText("Words given to the utterance beside it.");
  expect(asked.map(({ path, body }) => [path, body])).toEqual([
    ["/meetings/m/utterances/u2", { text: "le budget ou rien", seen: "le budgé ou rien", confirmed: false, onwards: false }],
    ["/meetings/m/utterances/u2/move", { word: 2, into: "u3", seen: "le budget ou rien" }],
  ]);
  const both = [`c${made - 1}`, `c${made}`];
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(asked[2]).toEqual({ method: "POST", path: "/meetings/m/corrections/undo", body: { ids: both } }));

  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:20" }));
  const other = screen.getByRole<HTMLTextAreaElement>("textbox");
  other.setSelectionRange(0, 0);
  fireEvent.keyDown(other, { key: "ArrowUp", altKey: true });
  expect(screen.getByRole("textbox"), "nothing stands before the cursor").toBe(other);
  other.setSelectionRange(8, 8);
  fireEvent.click(screen.getByRole("button", { name: "Give the words before the cursor to the previous utterance (Alt+↑)" }));
  await waitFor(() => expect(asked[4]).toEqual({ method: "POST", path: "/meetings/m/utterances/u3/move", body: { word: 1, into: "u2", seen: "d’accord" } }));
});

it("gives no words where there is nobody to give them to", async () => {
  open();
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:01" }));
  expect(screen.queryByRole("button", { name: /^Give the words before/ })).toBeNull();
  screen.getByRole("button", { name: /^Give the words after/ });
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "ArrowUp", altKey: true });
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("le budget");
});

it("opens the editor from the menu of an utterance that is to give words", async () => {
  open();
  menu("More for 0:30");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Give words to a neighbour…" }));
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("le budget aussi");
});

it("says so where the text changed before words could go", async () => {
  open();
  answering(({ path }) =>
    path.endsWith("/move")
      ? Response.json({ code: "utterance_changed", message: "Changed.", details: { text: "x" }, request_id: "r" }, { status: 409 })
      : { ...transcript, changed: ["c"] },
  );
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:10" }));
  const area = screen.getByRole<HTMLTextAreaElement>("textbox");
  area.setSelectionRange(3, 3);
  fireEvent.keyDown(area, { key: "ArrowDown", altKey: true });
  await screen.findByText("The text is saved, but it had changed meanwhile: nothing was moved.");
  expect(screen.queryByText("Words given to the utterance beside it.")).toBeNull();
});

it("keeps what was typed when one goes elsewhere", async () => {
  const { asked } = open();
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:01" }));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "le gros budget" } });
  fireEvent.blur(screen.getByRole("textbox"));
  await waitFor(() => expect(asked[0]?.body).toEqual({ text: "le gros budget", seen: "le budget", confirmed: false, onwards: false }));
});

it("gives all that follows to another voice", async () => {
  const { asked } = open();
  menu("More for 0:20");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Who said this…" }));
  fireEvent.click(await screen.findByRole("radio", { name: "Speaker 2" }));
  fireEvent.click(screen.getByRole("radio", { name: "Everything Claire says from here on" }));
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(asked[0]?.body).toEqual({ speaker_id: "s2", onwards: true, confirmed: false }));
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("finds a text, shows it place by place, and replaces it everywhere", async () => {
  const { asked, rows } = open();
  fireEvent.keyDown(document.body, { key: "f" });
  const bar = await screen.findByRole("search", { name: "Find and replace" });
  const field = within(bar).getByRole("searchbox", { name: "Find" });
  fireEvent.change(field, { target: { value: "BUDGET" } });
  expect(within(bar).getByRole("status").textContent).toBe("2 found");
  fireEvent.keyDown(field, { key: "Enter" });
  expect(rows.map((row) => row.hasAttribute("data-found"))).toEqual([true, false, false, false]);
  fireEvent.keyDown(field, { key: "Enter" });
  expect(rows.map((row) => row.hasAttribute("data-found"))).toEqual([false, false, false, true]);
  expect(within(bar).getByRole("status").textContent).toBe("2 found · 2/2");
  fireEvent.change(within(bar).getByRole("textbox", { name: "Replace with" }), { target: { value: "plan" } });
  fireEvent.click(within(bar).getByRole("button", { name: "Replace all (2)" }));
  await screen.findByText("Replaced in 1 utterance.");
  expect(asked[0]?.body).toEqual({ find: "BUDGET", replacement: "plan", match_case: false, whole_words: true });
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(asked[1]?.path).toBe("/meetings/m/corrections/undo"));
  fireEvent.keyDown(field, { key: "Escape" });
  expect(screen.queryByRole("search")).toBeNull();
});

it("asks before a page is left while something is still on its way", async () => {
  open();
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(leave()).toBe(false);
  menu("More for 0:10");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Join with the one after" }));
  await screen.findByText("Everything is saved");
  let answer: (given: Response) => void = () => undefined;
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
  fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  await screen.findByText("Saving…");
  expect(leave()).toBe(true);
  answer(Response.json({ ...transcript, changed: ["c"] }));
  await screen.findByText("Everything is saved");
  expect(leave()).toBe(false);
});

it("keeps an editor that was opened while another one's answer was on its way", async () => {
  open();
  const answers: ((given: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => answers.push(resolve)));
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:01" }));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "le gros budget" } });
  fireEvent.blur(screen.getByRole("textbox"));
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:30" }));
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "pas encore fini" } });
  await waitFor(() => expect(answers).toHaveLength(1));
  answers[0]?.(Response.json({ ...transcript, changed: ["c"] }));
  await screen.findByText("Everything is saved");
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("pas encore fini");
});

it("shows every doubt again whose confirmation was refused, however many were on their way", async () => {
  const { rows } = open();
  const answers: ((given: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => answers.push(resolve)));
  fireEvent.keyDown(document.body, { key: "d" });
  await screen.findByRole("region", { name: "Review of doubts" });
  const left = () => within(screen.getByRole("region", { name: "Review of doubts" })).getByRole("status").textContent;
  fireEvent.keyDown(rows[1] as Element, { key: "Enter" });
  fireEvent.keyDown(rows[2] as Element, { key: "Enter" });
  expect(left()).toBe("No doubt left");
  for (let at = 0; at < 2; at += 1) {
    await waitFor(() => expect(answers).toHaveLength(at + 1));
    answers[at]?.(Response.json({ code: "database_busy", message: "Busy.", details: {}, request_id: "r" }, { status: 409 }));
  }
  await waitFor(() => expect(left()).toBe("2 doubts left"));
});

it("marks a doubt to be checked, which then counts as seen", async () => {
  const { asked } = open();
  fireEvent.keyDown(document.body, { key: "d" });
  const bar = await screen.findByRole("region", { name: "Review of doubts" });
  const check = { id: "k", answers_id: null, kind: "check", colour: null, text: "", by: "Claire", utterance_id: "u2", start: 10, end: 14, quote: "", created_at: "", edited_at: null, resolved_at: null };
  const made = answeringAll((one) => (one.method === "POST" ? Response.json(check, { status: 201 }) : { items: [check] }));
  fireEvent.keyDown(document.activeElement as Element, { key: "m" });
  expect(document.activeElement?.id).toBe("u-2");
  await waitFor(() => expect(within(bar).getByRole("status").textContent).toBe("1 doubt left"));
  expect(made[0]).toEqual({ method: "POST", path: "/meetings/m/comments", body: { kind: "check", text: "", utterance_id: "u2", start: 10, end: 14, quote: "" } });
  screen.getByRole("img", { name: "To be checked" });
  expect(asked).toEqual([]);
});

it("keeps who said what without a network, lists it, and makes it after a reload, in order", async () => {
  const { unmount } = openWithout();
  menu("More for 0:20");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Who said this…" }));
  fireEvent.click(screen.getByRole("radio", { name: "Somebody else" }));
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  menu("More for 0:10");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Join with the one after" }));
  fireEvent.keyDown(document.body, { key: "f" });
  fireEvent.change(screen.getByRole("searchbox", { name: "Find" }), { target: { value: "budget" } });
  fireEvent.change(screen.getByRole("textbox", { name: "Replace with" }), { target: { value: "budgets" } });
  fireEvent.click(screen.getByRole("button", { name: "Replace all (2)" }));
  const waiting = await screen.findByRole("region", { name: "Waiting for the server, to be done once it answers" });
  await waitFor(() =>
    expect(within(waiting).getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "0:20: the utterance goes to a new voice",
      "0:10: the utterance is joined with its neighbour",
      "“budget” becomes “budgets” everywhere",
    ]),
  );
  // Pressed again it is the same wish.
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Replace all (2)" }).disabled).toBe(true);
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  expect(leaving.defaultPrevented).toBe(false);
  unmount();

  const { asked } = open();
  await waitFor(() => expect(asked).toHaveLength(3));
  expect(asked.map(({ path, body }) => [path, body])).toEqual([
    ["/meetings/m/utterances/u3", { speaker_id: "new", onwards: false, confirmed: false }],
    ["/meetings/m/utterances/u2/merge", { into: "u3" }],
    ["/meetings/m/replacements", { find: "budget", replacement: "budgets", match_case: false, whole_words: true }],
  ]);
  await screen.findByText("Everything is saved");
});

it("keeps a change that was refused until its person says what to do", async () => {
  open();
  const asked = answering(({ path }) =>
    path.endsWith("/merge") ? Response.json({ code: "utterance_not_found", message: "There is no such utterance.", details: {}, request_id: "r" }, { status: 404 }) : transcript,
  );
  menu("More for 0:10");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Join with the one after" }));
  const card = await screen.findByRole("region", { name: /^This change could not be made/ });
  within(card).getByText("There is no such utterance.");
  fireEvent.click(within(card).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(asked.filter(({ path }) => path.endsWith("/merge"))).toHaveLength(2));
  fireEvent.click(within(await screen.findByRole("region", { name: /^This change could not be made/ })).getByRole("button", { name: "Discard" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: /^This change could not be made/ })).toBeNull());
});
