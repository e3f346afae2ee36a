import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { useEffect, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Transcript, Utterance } from "@/api/types";
import { EditsOf } from "@/features/edits/hooks/edits-provider";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { answering as answeringAll, show, type Asked } from "@/testing";

// What comes on demand has come.
import "@/features/edits/components/edit-card";

import { TranscriptReader } from "./transcript-reader";
import { TranscriptWorkspace } from "./transcript-workspace";

const HOSTILE = '<img src=x onerror="alert(1)">';

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
    { id: "s1", number: 1, name: `Claire ${HOSTILE}` },
    { id: "s2", number: 2, name: null },
  ],
  utterances: [
    {
      id: "u1",
      speaker_id: "s1",
      start: 1,
      end: 3,
      text: `Bonjour ${HOSTILE} tous`,
      words: [
        { start: 1, end: 1.4, text: "Bonjour", probability: 0.99, sureness: 1, marks: [] },
        { start: 1.5, end: 2, text: HOSTILE, probability: 0.9, sureness: 1, marks: [] },
        { start: 2.2, end: 3, text: "tous", probability: 0.3, sureness: 1, marks: [] },
      ],
      overlap: false,
      language: "fr",
      doubt: 0.1,
      edited: false,
      confirmed: false,
    },
    {
      id: "u2",
      speaker_id: "s2",
      start: 2.5,
      end: 4,
      text: "oui d’accord",
      words: [
        { start: 2.5, end: 3, text: "oui", probability: 0.9, sureness: 1, marks: [] },
        { start: 3, end: 4, text: "d’accord", probability: 0.9, sureness: 0.6, marks: ["overlap"], second_speaker_id: "s1" },
      ],
      overlap: true,
      language: "fr",
      doubt: 0.1,
      edited: false,
      confirmed: false,
    },
  ],
  warnings: [],
  notices: [],
  unplaced: [],
  changed: [],
};

/** Nobody has commented on anything. */
const answering = (answer: (asked: Asked) => unknown) => answeringAll(answer, { "/meetings/m/comments": { items: [] } });

// Nothing of one test waits for the next.
beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  answering(() => transcript);
});

function open(first: Transcript = transcript, editable = true) {
  const voice = { rename: vi.fn(), merge: vi.fn(), learn: vi.fn() };
  let change: (transcript: Transcript) => void = () => undefined;
  function Shown() {
    const [shown, setShown] = useState(first);
    useEffect(() => {
      change = setShown;
    }, []);
    return editable ? <TranscriptWorkspace transcript={shown} voice={voice} /> : <TranscriptReader transcript={shown} />;
  }
  const { container } = show(
    <EditsOf account="a">
      <PlaybackProvider meetingId="m" duration={60} start={null}>
        <Shown />
      </PlaybackProvider>
    </EditsOf>,
  );
  const audio = container.querySelector("audio");
  if (!audio) throw new Error("no sound");
  Object.defineProperty(audio, "readyState", { get: () => 4 });
  const shown = (transcript: Transcript) => act(() => change(transcript));
  return { container, audio, voice, shown, utterances: screen.getAllByRole("article") };
}

it("shows names and words as text, whatever they contain", () => {
  const { container, utterances } = open();
  expect(container.querySelector("img")).toBeNull();
  expect(utterances[0]?.textContent).toContain(`Claire ${HOSTILE}`);
  expect(utterances[0]?.querySelector("p")?.textContent).toBe(`Bonjour ${HOSTILE} tous`);
});

it("marks the words it doubts, and who talks over whom", () => {
  const { container, utterances } = open();
  expect([...container.querySelectorAll("[data-doubtful]")].map((word) => word.textContent)).toEqual(["tous"]);
  expect(within(utterances[1] as HTMLElement).getByText(/over Claire/)).toBeTruthy();
  expect(utterances[1]?.textContent).toContain("Speaker 2");
});

it("tells of each word who else speaks, in their colour", () => {
  open();
  const word = screen.getByText("d’accord");
  expect(word.title).toBe(`Claire ${HOSTILE} speaks too`);
  expect(word.dataset.voice).toBe("1");
  expect(screen.getByText("oui").title).toBe("");
  expect(screen.getByText("tous").title).toBe("Uncertain word");
});

it("marks what a guard had something to say of", () => {
  const [first, second] = transcript.utterances;
  const words = second?.words.map((word) => (word.text === "oui" ? { ...word, marks: ["withheld"] } : { ...word, marks: ["phrase"] }));
  open({ ...transcript, utterances: [first, { ...second, words }] as Transcript["utterances"] });
  expect(screen.getByText("oui").dataset.doubtful).toBe("");
  expect(screen.getByText("oui").title).toBe("A word next to this one was left out");
  expect(screen.getByText("d’accord").title).toContain("Often invented by the machine");
});

it("plays from the word that is clicked, and lights it", () => {
  const { audio } = open();
  const play = vi.spyOn(audio, "play");
  const word = screen.getByText("d’accord");
  fireEvent.click(word);
  expect(audio.currentTime).toBe(3);
  expect(play).toHaveBeenCalled();
  expect(word.hasAttribute("data-spoken")).toBe(true);
  fireEvent.click(screen.getByText("0:01"));
  expect(audio.currentTime).toBe(1);
  expect(word.hasAttribute("data-spoken")).toBe(false);
});

it("gives every utterance an address that opens there", () => {
  open();
  expect(screen.getByText("0:02").getAttribute("href")).toBe("?t=2");
});

it("stops following once the reader scrolls, until asked to follow again", () => {
  const { audio } = open();
  fireEvent.wheel(window);
  expect(screen.queryByRole("button", { name: "Follow the sound" })).toBeNull(); // nothing plays: nothing to follow
  fireEvent.play(audio);
  fireEvent.wheel(window);
  fireEvent.click(screen.getByRole("button", { name: "Follow the sound" }));
  expect(screen.queryByRole("button", { name: "Follow the sound" })).toBeNull();
});

describe("correcting", () => {
  /** The editor, once it has the keyboard: keys pressed before that are held, and pressed there a moment later. */
  const editor = async () => {
    const field = await screen.findByRole("textbox");
    await waitFor(() => expect(document.activeElement).toBe(field));
    return field;
  };

  const type = async (text: string) => {
    fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:02" }));
    const field = await editor();
    fireEvent.change(field, { target: { value: text } });
    fireEvent.keyDown(field, { key: "Enter" });
  };
  const refusing = (status: number, code: string, message: string, details = {}) =>
    answering(() => Response.json({ code, message, details }, { status }));

  it("closes the editor at once and shows the new text while it is sent", async () => {
    const asked = answering(() => transcript);
    open();
    await type("oui,\n  d’accord.");
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText("oui, d’accord.").textContent).toBe("oui, d’accord.saving");
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]).toEqual({
      method: "PATCH",
      path: "/meetings/m/utterances/u2",
      body: { text: "oui, d’accord.", seen: "oui d’accord", confirmed: false, onwards: false },
    });
    await screen.findByText("Everything is saved");
  });

  it("keeps what was typed when the API refuses, says why, and tries again", async () => {
    refusing(422, "correction_empty", "This correction changes nothing.");
    open();
    await type("autre chose");
    await screen.findByText("This correction changes nothing.");
    screen.getByText("autre chose");
    screen.getByText("1 text waits for your choice");
    const asked = answering(() => transcript);
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Everything is saved");
    expect(asked[0]?.body).toMatchObject({ text: "autre chose", seen: "oui d’accord" });
  });

  it("shows both texts side by side where somebody changed the same words, and keeps the one that is chosen", async () => {
    refusing(409, "utterance_changed", "Changed.", { text: "oui et non" });
    open();
    await type("oui tout à fait");
    const card = within(await screen.findByRole("region", { name: /Somebody changed the same words/ }));
    expect(card.getAllByRole("paragraph").map(({ textContent }) => textContent?.trim())).toEqual(["Your text", "oui tout à fait", "The text now", "oui et non"]);
    const asked = answering(() => transcript);
    fireEvent.click(card.getByRole("button", { name: "Make one of both" }));
    fireEvent.change(card.getByRole("textbox", { name: "Text to save" }), { target: { value: "oui et non tout à fait" } });
    fireEvent.click(card.getByRole("button", { name: "Save" }));
    await screen.findByText("Everything is saved");
    expect(asked[0]?.body).toMatchObject({ text: "oui et non tout à fait", seen: "oui et non" });
  });

  it("lets the other text stand, and takes that back at a word", async () => {
    refusing(409, "utterance_changed", "Changed.", { text: "oui et non" });
    open();
    await type("oui tout à fait");
    fireEvent.click(await screen.findByRole("button", { name: "Keep the one now" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: /Somebody changed/ })).toBeNull());
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByRole("region", { name: /Somebody changed the same words/ });
  });

  it("keeps an open editor whose utterance somebody else changed or took out", async () => {
    const asked = answering(() => transcript);
    const { shown } = open();
    fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:02" }));
    fireEvent.change(await editor(), { target: { value: "oui vraiment" } });
    const [first, second] = transcript.utterances as [Utterance, Utterance];
    shown({ ...transcript, utterances: [first, { ...second, text: "oui d’accord donc" }] });
    screen.getByText(/Somebody changed this text meanwhile/);
    expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("oui vraiment");
    shown({ ...transcript, utterances: [first] });
    await waitFor(() => expect(asked.some(({ method }) => method === "PATCH")).toBe(true));
    expect(asked.find(({ method }) => method === "PATCH")?.body).toMatchObject({ text: "oui vraiment", seen: "oui d’accord" });
  });

  it("leaves everything as it was on Escape", async () => {
    const asked = answering(() => transcript);
    open();
    fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:01" }));
    fireEvent.change(await editor(), { target: { value: "perdu" } });
    fireEvent.keyDown(screen.getByRole("textbox"), { key: "Escape" });
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(asked).toEqual([]);
  });

  it("offers to merge a voice where its name is, beside renaming it", async () => {
    const { voice } = open();
    fireEvent.keyDown(screen.getByRole("button", { name: "Actions for Speaker 2" }), { key: "Enter" });
    expect(await screen.findByRole("menuitem", { name: "Rename Speaker 2" })).toBeTruthy();
    fireEvent.click(await screen.findByRole("menuitem", { name: "Merge with…" }));
    expect(voice.merge).toHaveBeenCalledExactlyOnceWith("s2");
  });

  it("is not offered for an older revision", () => {
    open(transcript, false);
    expect(screen.queryByRole("button", { name: /Correct|Actions/ })).toBeNull();
  });
});
