import { act, fireEvent, screen } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";

import type { Transcript, Utterance } from "@/api/types";
import { UndoProvider } from "@/features/corrections/hooks/undo-provider";
import { EditsOf } from "@/features/edits/hooks/edits-provider";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "@/features/corrections/components/find-bar";
import "@/features/doubts/components/review-bar";

import { TranscriptWorkspace } from "./transcript-workspace";

/** The screen: what is on it says the test. */
class Screen implements Partial<IntersectionObserver> {
  static told: IntersectionObserverCallback = () => undefined;
  constructor(told: IntersectionObserverCallback) {
    Screen.told = told;
  }
  observe() {}
  unobserve() {}
  disconnect() {}
}

function sees(element: Element, isIntersecting: boolean) {
  act(() => Screen.told([{ isIntersecting, target: element, boundingClientRect: { height: 333 } } as unknown as IntersectionObserverEntry], {} as IntersectionObserver));
}

const MINUTES = 6;

/** Words that fill one. */
const A_SCREEN = Array.from({ length: 30 }, () => "encore".repeat(18));

function utterance(minute: number): Utterance {
  const start = minute * 60 + 1;
  const words = ["minute", String(minute), minute === 4 ? "budget" : "suite", ...A_SCREEN].map((text, at) => ({
    start: start + at / 10, end: start + (at + 1) / 10, text, probability: minute === 5 ? 0.2 : 0.9, sureness: 1, marks: [],
  }));
  return {
    id: `u${minute}`, speaker_id: "s1", start, end: start + 4, text: words.map(({ text }) => text).join(" "), words,
    language: "fr", overlap: false, doubt: 0, edited: false, confirmed: false,
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
  seconds: MINUTES * 60,
  created_at: "2026-11-03T13:05:00Z",
  speakers: [{ id: "s1", number: 1, name: "Claire" }],
  utterances: Array.from({ length: MINUTES }, (_, minute) => utterance(minute)),
  warnings: [],
  notices: [],
  unplaced: [],
  changed: [],
};

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("IntersectionObserver", Screen);
  answering(() => transcript, { "/meetings/m/comments": { items: [] } });
});

/** An hour. Few words of each minute can be pressed, so that all are drawn quickly. */
const LONG: Transcript = {
  ...transcript,
  seconds: 3600,
  utterances: Array.from({ length: 60 }, (_, at) => ({ ...utterance(at), words: utterance(at).words.slice(0, 3) })),
};

function open(start: number | null = null, transcript_ = transcript) {
  const { container } = show(
    <EditsOf account="a">
      <UndoProvider>
        <PlaybackProvider meetingId="m" duration={transcript_.seconds} start={start}>
          <TranscriptWorkspace transcript={transcript_} voice={{ rename: vi.fn(), merge: vi.fn(), learn: vi.fn() }} />
        </PlaybackProvider>
      </UndoProvider>
    </EditsOf>,
  );
  const audio = container.querySelector("audio");
  if (!audio) throw new Error("no sound");
  Object.defineProperty(audio, "readyState", { get: () => 4 });
  return { audio };
}

const drawn = () => screen.queryAllByRole("article").map(({ id }) => id);
const minute = (at: number) => {
  const found = document.getElementById(`u-${at}`)?.parentElement ?? screen.getByText((_, element) => element?.children.length === 0 && Boolean(element.textContent?.includes(`minute ${at} `)));
  if (!found) throw new Error(`minute ${at} is nowhere`);
  return found;
};

it("draws where the reader begins; the rest is text that says who, when and what", () => {
  open();
  expect(drawn()).toEqual(["u-0"]);
  expect(minute(4).textContent).toMatch(/^Claire 4:01\nminute 4 budget encore.*encore\n$/);
  expect(minute(4).lang).toBe("fr");
});

it("begins at the time in the address", () => {
  open(4 * 60 + 1.15);
  expect(drawn()).toEqual(["u-3", "u-4"]);
  expect(screen.getByText("budget").hasAttribute("data-spoken")).toBe(false);
  expect(screen.getByText("4").hasAttribute("data-spoken")).toBe(true);
});

it("draws what comes near the screen, and takes its height along when it leaves", () => {
  open();
  sees(minute(2), true);
  expect(drawn()).toEqual(["u-0", "u-2"]);
  sees(minute(2), false);
  expect(drawn()).toEqual(["u-0"]);
  expect(minute(2).style.height).toBe("333px");
});

it("lights what is spoken when that is drawn after it was heard", () => {
  const { audio } = open();
  act(() => void (audio.currentTime = 3 * 60 + 1.05));
  fireEvent(audio, new Event("seeked"));
  sees(minute(3), true);
  expect(document.querySelector("#u-3 [data-word='0']")?.hasAttribute("data-spoken")).toBe(true);
});

it("keeps an editor that the reader scrolls away from", async () => {
  open();
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:01" }));
  fireEvent.change(await screen.findByRole("textbox"), { target: { value: "à moitié" } });
  screen.getByRole<HTMLTextAreaElement>("textbox").ownerDocument.body.focus();
  sees(minute(0), false);
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("à moitié");
});

it("keeps words that are selected", () => {
  open();
  window.getSelection()?.selectAllChildren(screen.getByText("suite"));
  sees(minute(0), false);
  expect(window.getSelection()?.toString()).toBe("suite");
  window.getSelection()?.removeAllRanges();
  sees(minute(0), true);
  sees(minute(0), false);
  expect(drawn()).toEqual([]);
});

it("finds a text far from the screen, and marks where it is", async () => {
  open();
  fireEvent.keyDown(document.body, { key: "f" });
  fireEvent.change(await screen.findByRole("searchbox"), { target: { value: "budget" } });
  fireEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(drawn()).toEqual(["u-0", "u-4"]);
  expect(document.getElementById("u-4")?.dataset.found).toBe("");
});

it("goes to a doubt far from the screen", async () => {
  open();
  fireEvent.keyDown(document.body, { key: "d" });
  await screen.findByRole("region", { name: "Review of doubts" });
  expect(document.activeElement?.id).toBe("u-5");
});

it("prints all of it", () => {
  open();
  act(() => void window.dispatchEvent(new Event("beforeprint")));
  expect(drawn()).toHaveLength(MINUTES);
  act(() => void window.dispatchEvent(new Event("afterprint")));
  expect(drawn()).toEqual(["u-0"]);
});

/** The quarter of an hour that holds a minute, where that is far from the screen. */
const quarter = (at: number) => {
  const found = minute(at);
  expect(found.textContent).toContain(`minute ${Math.floor(at / 15) * 15 + 14} `);
  return found;
};

it("holds far quarters of an hour as one text each, and tells their minutes apart before they are near", () => {
  open(null, LONG);
  expect(drawn()).toEqual(["u-0"]);
  expect(quarter(30)).toBe(quarter(44));
  expect(quarter(29)).not.toBe(quarter(30));
  sees(quarter(30), true);
  expect(minute(30)).not.toBe(minute(44));
  expect(drawn()).toEqual(["u-0"]);
  sees(minute(31), true);
  expect(drawn()).toEqual(["u-0", "u-31"]);
});

it("knows how high the minutes of a quarter were when that comes back, and how high it was itself", () => {
  open(null, LONG);
  sees(quarter(30), true);
  const far = minute(31).parentElement;
  if (!far) throw new Error("no quarter");
  sees(minute(31), true);
  sees(minute(31), false);
  sees(far, false);
  expect(quarter(31)).toBe(far);
  expect(far.style.height).toBe("333px");
  sees(far, true);
  expect(minute(31).style.height).toBe("333px");
});

it("goes to a text in a far quarter, and prints all of them", async () => {
  open(null, { ...LONG, utterances: LONG.utterances.map((one) => ({ ...one, text: one.text.replace("minute 50 suite", "minute 50 mairie") })) });
  fireEvent.keyDown(document.body, { key: "f" });
  fireEvent.change(await screen.findByRole("searchbox"), { target: { value: "mairie" } });
  fireEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(drawn()).toEqual(["u-0", "u-50"]);
  act(() => void window.dispatchEvent(new Event("beforeprint")));
  expect(drawn()).toHaveLength(60);
});
