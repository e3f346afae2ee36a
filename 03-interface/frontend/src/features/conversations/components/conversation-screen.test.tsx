import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Citation, Conversation, Message } from "@/api/types";
import { answering, show, type Asked } from "@/testing";

// What comes on demand has come.
import "./delete-dialog";
import "./rename-dialog";

import { ConversationScreen } from "./conversation-screen";
import { AskingProvider } from "../hooks/asking";

const saved: [string, number][] = [];
vi.mock("@/ui/save-file", () => ({ saveFile: (file: Blob, name: string) => void saved.push([name, file.size]) }));

const replace = vi.fn<(address: string) => void>();
vi.mock("next/navigation", () => ({ useRouter: () => ({ replace, push: replace }), usePathname: () => "/chat/c", useSearchParams: () => new URLSearchParams() }));

const HTML = '<img src=x onerror="alert(1)">';
const OFFER = { "/conversations/offer": { model: null, meaning: true } };

const citation = (number: number, more: Partial<Citation> = {}): Citation => ({
  number,
  meeting_id: "m",
  meeting_title: `Committee ${HTML}`,
  recorded_on: "2026-03-10",
  imported: false,
  utterance_ids: ["u"],
  start_ms: 61_800,
  end_ms: 65_000,
  speaker: `Claire ${HTML}`,
  text: `We keep the second option. ${HTML}`,
  ...more,
});

const GONE: Partial<Citation> = { meeting_id: null, meeting_title: null, recorded_on: null, utterance_ids: [], speaker: null, text: null };

const message = (status: Message["status"], more: Partial<Message> = {}): Message => ({
  id: "q1",
  position: 1,
  question: `What was decided? ${HTML}`,
  asked_at: "2026-03-14T10:00:00Z",
  status,
  sentences: [],
  citations: [],
  listed: [],
  model: null,
  code: null,
  ...more,
});

let conversation: Conversation;
beforeEach(() => {
  replace.mockClear();
  conversation = { id: "c", title: `Title ${HTML}`, created_at: "2026-03-14T10:00:00Z", updated_at: "2026-03-14T10:00:00Z", meetings: null, messages: [] };
});

/** The screen over an API that has this conversation and answers questions with these bytes. */
function draw(messages: Message[], answer: (asked: Asked) => unknown = () => null) {
  conversation = { ...conversation, messages };
  const asked = answering((one) => (one.method === "GET" ? conversation : answer(one)), OFFER);
  show(
    <AskingProvider>
      <ConversationScreen id="c" />
    </AskingProvider>,
  );
  return asked;
}

/** An answer that is told event by event; the stream stays open until the test ends it. */
function stream() {
  let source!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (controller) => void (source = controller) });
  const letters = new TextEncoder();
  return {
    response: new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
    tell: (event: string, data: unknown) => source.enqueue(letters.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)),
    end: () => source.close(),
  };
}

async function ask(question: string) {
  const box = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Your question" });
  fireEvent.change(box, { target: { value: question } });
  fireEvent.keyDown(box, { key: "Enter" });
  return box;
}

it("shows an answer with what it rests on, and all of it as plain text", async () => {
  draw([message("answered", { model: `model ${HTML}`, sentences: [{ text: `The second one. ${HTML}`, citations: [2] }], citations: [citation(1), citation(2)] })]);
  await screen.findByRole("heading", { name: `What was decided? ${HTML}`, level: 2 });
  screen.getByText((text) => text.startsWith("The second one."));
  const passages = within(screen.getByRole("list", { name: "Passages cited" }));
  // What it does not rest on is left out.
  expect(passages.getAllByRole("listitem")).toHaveLength(1);
  passages.getByText(`We keep the second option. ${HTML}`);
  passages.getByText(`Claire ${HTML}`);
  expect(passages.getByRole("link", { name: `Committee ${HTML}` }).getAttribute("href")).toBe("/meetings/m?t=61");
  expect(passages.getByRole("link", { name: "Open the meeting at 1:01" }).getAttribute("href")).toBe("/meetings/m?t=61");
  expect(document.querySelector("img")).toBeNull();
});

it("plays a citation at its second, by its number or beside its text", async () => {
  const played: [string, number][] = [];
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function (this: HTMLMediaElement) {
    played.push([this.src, this.currentTime]);
    return Promise.resolve();
  });
  draw([message("answered", { sentences: [{ text: "The second one.", citations: [1] }], citations: [citation(1)] })]);
  const number = await screen.findByRole("button", { name: /^Citation 1: Claire .*, at 1:01\. Listen$/ });
  fireEvent.click(number);
  await waitFor(() => expect(played).toEqual([["http://api/api/v1/meetings/m/audio", 61.8]]));
  fireEvent.click(screen.getByRole("button", { name: "Stop at 1:01" }));
  await screen.findByRole("button", { name: "Listen at 1:01" });
});

it("leads to what an imported transcript says, which nobody can hear", async () => {
  draw([message("answered", { sentences: [{ text: "The second one.", citations: [1] }], citations: [citation(1, { imported: true })] })]);
  const number = await screen.findByRole("link", { name: /^Citation 1: Claire .*, at 1:01\. Open the meeting$/ });
  expect(number.getAttribute("href")).toBe("/meetings/m?t=61");
  screen.getByRole("link", { name: "Open the meeting at 1:01" });
  expect(screen.queryByRole("button", { name: /Listen/ })).toBeNull();
});

it("says of a citation that its meeting is gone, and plays nothing", async () => {
  draw([message("answered", { sentences: [{ text: "Both.", citations: [1, 2] }], citations: [citation(1, GONE), citation(2)] })]);
  const passages = within(await screen.findByRole("list", { name: "Passages cited" }));
  passages.getByText("This meeting was deleted, or is in the trash.");
  expect(screen.queryByRole("button", { name: /^Citation 1/ })).toBeNull();
  screen.getByRole("button", { name: /^Citation 2/ });
});

it("says that an answer is withheld where every meeting it rested on is gone", async () => {
  draw([message("answered", { sentences: [], citations: [citation(1, GONE)] })]);
  await screen.findByText("This answer rested on meetings that were deleted.");
});

it("says that passages are no answer of a model, and why", async () => {
  draw([message("passages", { citations: [citation(1)] }), message("passages", { id: "q2", question: "And then?", code: "llm_unavailable", citations: [citation(1)] })]);
  await screen.findByText("No language model is installed: these are the passages that answer best.");
  screen.getByText("The language model did not answer: these are the passages that answer best.");
  expect(screen.getAllByText(`We keep the second option. ${HTML}`)).toHaveLength(2);
});

it("shows the passages that fit best first, and the others when they are asked for", async () => {
  draw([message("passages", { citations: [1, 2, 3, 4, 5].map((number) => citation(number, { text: `Passage ${number}` })) })]);
  await screen.findByText("Passage 3");
  expect(screen.queryByText("Passage 4")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "2 more passages" }));
  screen.getByText("Passage 5");
  expect(screen.queryByRole("button", { name: /more passages/ })).toBeNull();
  expect(document.activeElement?.textContent).toContain("Passage 4");
});

it("says that nothing answers a question", async () => {
  draw([message("no_evidence", { sentences: [{ text: "Nothing that was said tells that.", citations: [] }] })]);
  await screen.findByText("Nothing that was said tells that.");
  expect(screen.queryByRole("list", { name: "Passages cited" })).toBeNull();
});

it("lists rows of the register, with the way to them", async () => {
  const action = {
    id: "a",
    kind: "action",
    text: `Write to the mayor ${HTML}`,
    utterance_ids: ["u"],
    owner: { name: "Claire", speaker_id: "s" },
    due: { said: "Friday", day: "2020-03-13" },
    status: "open",
    meeting: { id: "m", title: "Committee", held_on: "2020-03-10" },
  } as unknown as Message["listed"][number];
  draw([message("listed", { sentences: [{ text: "Claire has 1 open action.", citations: [] }], listed: [action] })]);
  await screen.findByText("Claire has 1 open action.");
  screen.getByText(`Write to the mayor ${HTML}`);
  screen.getByText("overdue");
  expect(screen.getByRole("link", { name: "Committee" }).getAttribute("href")).toBe("/meetings/m/minutes");
  expect(screen.getByRole("link", { name: "See in the register" }).getAttribute("href")).toBe("/register?kind=action");
});

it("shows an answer sentence by sentence, then as it was kept", async () => {
  const { response, tell, end } = stream();
  const asked = draw([], ({ path }) => (path === "/conversations/c/messages" ? response : null));
  const box = await ask("  And the budget?  ");
  expect(box.value).toBe("");
  await waitFor(() => expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ question: "And the budget?", language: null }));
  tell("searching", { question: "The budget of the lift?" });
  await screen.findByText("The budget of the lift?");
  tell("citations", { citations: [citation(1)] });
  await screen.findByText("1 passage found. The answer is being written…");
  tell("sentence", { text: "It was kept.", citations: [1] });
  const sentence = await screen.findByText("It was kept.");
  expect(sentence.closest("[aria-live=polite]")).not.toBeNull();
  // One at a time.
  expect(screen.queryByRole("button", { name: "Ask" })).toBeNull();
  const kept = message("answered", { question: "And the budget?", sentences: [{ text: "It was kept.", citations: [1] }], citations: [citation(1)] });
  conversation = { ...conversation, title: "And the budget?", messages: [kept] };
  tell("done", { message: kept });
  end();
  await screen.findByRole("heading", { name: "And the budget?", level: 1 });
  expect(screen.getAllByText("It was kept.")).toHaveLength(1);
  screen.getByRole("button", { name: "Ask" });
});

it("keeps the question when the stream is cut in the middle, and asks it again", async () => {
  const first = stream();
  const second = stream();
  const streams = [first, second];
  const asked = draw([], () => streams.shift()?.response);
  await ask("And the budget?");
  first.tell("sentence", { text: "It was", citations: [] });
  await screen.findByText("It was");
  first.end();
  await screen.findByText("The server does not answer. Nothing was lost; try again in a moment.");
  screen.getByRole("heading", { name: "And the budget?", level: 2 });
  fireEvent.click(screen.getByRole("button", { name: "Ask again" }));
  await waitFor(() => expect(asked.filter(({ method }) => method === "POST")).toHaveLength(2));
  await waitFor(() => expect(screen.queryByText("It was")).toBeNull());
  second.tell("fault", { code: "llm_slow", message: "The model took too long." });
  await screen.findByText("The model took too long.");
});

it("shows a question that failed once, as the server keeps it, with the reason", async () => {
  const { response, tell } = stream();
  draw([], () => response);
  await ask("And the budget?");
  conversation = { ...conversation, messages: [message("failed", { question: "And the budget?", code: "llm_slow" })] };
  tell("fault", { code: "llm_slow", message: "The model took too long." });
  await screen.findByText("The model took too long.");
  await waitFor(() => expect(screen.getAllByRole("article")).toHaveLength(1));
});

it("stops an answer", async () => {
  const { response, tell } = stream();
  draw([], () => response);
  await ask("And the budget?");
  tell("citations", { citations: [] });
  fireEvent.click(await screen.findByRole("button", { name: "Stop" }));
  await screen.findByText("You stopped the answer.");
  screen.getByRole("button", { name: "Ask" });
});

it("begins a line with Shift, and asks nothing that is empty", async () => {
  const asked = draw([]);
  const box = await screen.findByRole("textbox", { name: "Your question" });
  fireEvent.keyDown(box, { key: "Enter" });
  fireEvent.change(box, { target: { value: "One" } });
  fireEvent.keyDown(box, { key: "Enter", shiftKey: true });
  expect(asked.filter(({ method }) => method === "POST")).toEqual([]);
});

/** Chooses from the conversation's menu, as a mouse does. */
async function choose(item: string) {
  vi.stubGlobal("PointerEvent", MouseEvent); // jsdom has none
  fireEvent.pointerDown(await screen.findByRole("button", { name: "Actions for this conversation" }), { button: 0 });
  fireEvent.click(await screen.findByRole("menuitem", { name: item }));
}

it("takes another name", async () => {
  draw([], ({ body }) => ({ ...conversation, title: (body as { title: string }).title }));
  await choose("Rename…");
  const field = await screen.findByRole("textbox", { name: "Name" });
  fireEvent.change(field, { target: { value: "Lift" } });
  fireEvent.submit(field);
  await screen.findByRole("heading", { name: "Lift" });
});

it("is deleted after a question", async () => {
  const asked = draw([], () => new Response(null, { status: 204 }));
  await choose("Delete…");
  const dialog = within(await screen.findByRole("dialog"));
  expect(asked.some(({ method }) => method === "DELETE")).toBe(false);
  fireEvent.click(dialog.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(replace).toHaveBeenCalledWith("/chat"));
  expect(asked.find(({ method }) => method === "DELETE")?.path).toBe("/conversations/c");
});

it("says that there is nothing at an address, without asking again", async () => {
  answering(() => Response.json({ code: "conversation_not_found", message: "No." }, { status: 404 }), OFFER);
  show(
    <AskingProvider>
      <ConversationScreen id="c" />
    </AskingProvider>,
  );
  await screen.findByRole("heading", { name: "There is no conversation here" });
});

it("is taken away as a file under its name", async () => {
  const asked = draw([message("no_evidence")]);
  await choose("Plain text txt");
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.[0]).toMatch(/^Title.*\.txt$/);
  expect(saved[0]?.[0]).not.toMatch(/[<>/"]/);
  expect(asked.at(-1)?.path).toMatch(/\/conversations\/c\/export\?format=txt&/);
});
