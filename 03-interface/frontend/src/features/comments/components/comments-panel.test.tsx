import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { Comment, Transcript, Utterance } from "@/api/types";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { answering, show } from "@/testing";

import { CommentsPanel } from "./comments-panel";

const words = ["le", "budget"].map((text, at) => ({ text, start: 10 + at, end: 11 + at }));
const transcript = { meeting_id: "m", language: "fr", utterances: [{ id: "u", start: 10, end: 12, text: "le budget", words } as Utterance] } as Transcript;

function comment(change: Partial<Comment>): Comment {
  return {
    id: "c", answers_id: null, kind: "comment", colour: null, text: "Which one?", by: "Claire", utterance_id: "u", start: 11, end: 12, quote: "budget",
    created_at: "2026-11-03T13:05:00Z", edited_at: null, resolved_at: null, ...change,
  };
}

function open(...items: Comment[]) {
  const asked = answering(({ method }) => (method === "GET" ? { items } : method === "DELETE" ? new Response(null, { status: 204 }) : items[0]));
  const onGo = vi.fn();
  show(
    <PlaybackProvider meetingId="m" duration={60} start={null}>
      <CommentsPanel transcript={transcript} editable onGo={onGo} />
    </PlaybackProvider>,
  );
  return { changes: () => asked.filter(({ method }) => method !== "GET"), onGo };
}

it("says how to begin", async () => {
  open();
  await screen.findByText(/Nothing has been commented on yet/);
});

it("shows what was said as text, whatever it contains, with its words and answers", async () => {
  open(comment({ text: "<b>Which</b> one?" }), comment({ id: "a", answers_id: "c", text: "This one.", by: null }));
  await screen.findByText("<b>Which</b> one?");
  screen.getByText("This one.");
  screen.getByText(/deleted account/);
  screen.getByRole("button", { name: /Go to 0:11 budget/ });
});

it("leads to the words", async () => {
  const { onGo } = open(comment({}));
  fireEvent.click(await screen.findByRole("button", { name: /Go to 0:11/ }));
  expect(onGo).toHaveBeenCalledOnce();
});

it("answers and settles", async () => {
  const { changes } = open(comment({}));
  fireEvent.click(await screen.findByRole("button", { name: "Answer" }));
  fireEvent.change(screen.getByRole("textbox", { name: "Answer" }), { target: { value: "This one." } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(changes()[0]).toEqual({ method: "POST", path: "/meetings/m/comments/c/answers", body: { text: "This one." } }));
  fireEvent.keyDown(screen.getByRole("button", { name: "More for 0:11" }), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: "It is settled" }));
  await waitFor(() => expect(changes()[1]?.body).toEqual({ resolved: true }));
});

it("deletes, and takes it back at a word", async () => {
  const { changes } = open(comment({}));
  fireEvent.keyDown(await screen.findByRole("button", { name: "More for 0:11" }), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(changes().map(({ method, path }) => [method, path])).toEqual([
    ["DELETE", "/meetings/m/comments/c"],
    ["POST", "/meetings/m/comments/c/restore"],
  ]));
});

it("takes an answer back at Escape, and nothing that it stands in", async () => {
  open(comment({}));
  fireEvent.click(await screen.findByRole("button", { name: "Answer" }));
  expect(fireEvent.keyDown(screen.getByRole("textbox", { name: "Answer" }), { key: "Escape" })).toBe(false);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Answer" })));
});

it("shows what is to be checked by itself, and what is settled", async () => {
  open(comment({}), comment({ id: "k", kind: "check", text: "", quote: "" }), comment({ id: "s", text: "Done.", resolved_at: "2026-11-03T13:05:00Z" }));
  fireEvent.click(await screen.findByRole("button", { name: "To check 1" }));
  expect(within(screen.getByRole("list")).getAllByRole("listitem")).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Settled 1" }));
  screen.getByText("Done.");
});

it("has a highlight in another colour", async () => {
  const { changes } = open(comment({ kind: "highlight", colour: "amber", text: "" }));
  fireEvent.click(await screen.findByRole("button", { name: "Blue", pressed: false }));
  await waitFor(() => expect(changes()[0]?.body).toEqual({ colour: "blue" }));
});
