import { fireEvent, screen, waitFor } from "@testing-library/react";
import "fake-indexeddb/auto";
import { expect, it } from "vitest";

import type { Suggestion, Transcript } from "@/api/types";
import { EditsOf } from "@/features/edits/hooks/edits-provider";
import { createEditStore } from "@/features/edits/store";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { SpeakersPanel } from "@/features/transcripts/components/speakers-panel";
import { answering, show, type Asked } from "@/testing";

const transcript = {
  meeting_id: "m",
  speakers: [
    { id: "s1", number: 1, name: "Marc Lemaire", named_by: "voice", person_id: "p" },
    { id: "s2", number: 2, name: null },
  ],
  utterances: [
    { id: "u1", speaker_id: "s1", start: 0, end: 5, overlap: false },
    { id: "u2", speaker_id: "s2", start: 5, end: 7, overlap: true },
  ],
} as unknown as Transcript;

const guess: Suggestion = {
  speaker_id: "s1",
  person_id: "p",
  name: "Marc Lemaire",
  score: 0.97,
  margin: 0.3,
  named: true,
  meetings: 4,
  sample: { meeting_id: "before", title: "Comité", start: 12, end: 20 },
};
const doubt: Suggestion = { ...guess, speaker_id: "s2", name: "Zoé", person_id: "z", score: 0.6, margin: 0.04, named: false, meetings: 0, sample: null };

function open(suggestions: Suggestion[], answer: (asked: Asked) => unknown = () => transcript, account = "a") {
  const asked = answering((one) => (one.path === "/meetings/m/suggestions" ? suggestions : answer(one)));
  const voice = { rename: () => undefined, merge: () => undefined, learn: () => undefined };
  show(
    <EditsOf account={account}>
      <PlaybackProvider meetingId="m" duration={60} start={null}>
        <SpeakersPanel transcript={transcript} voice={voice} />
      </PlaybackProvider>
    </EditsOf>,
  );
  return asked;
}

it("asks about each guess in words and numbers, and offers both voices where they can be heard", async () => {
  open([guess, doubt]);
  expect(await screen.findByText("Is this really Marc Lemaire?")).toBeTruthy();
  expect(screen.getByText(/almost certain \(97 of 100\) · in 4 other meetings/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Listen in “Comité”" })).toBeTruthy();
  expect(screen.getByText("1 turn · recognised by voice")).toBeTruthy();
  expect(screen.getByText("Is this Zoé?")).toBeTruthy();
  expect(screen.getByText(/possible \(60 of 100\) · in no other meeting/)).toBeTruthy();
  expect(screen.getAllByText(/somebody else sounds nearly the same/i)).toHaveLength(1);
  expect(screen.getByText(/No sound of Zoé to compare with/)).toBeTruthy();
  expect(screen.getAllByRole("button", { name: "Listen here" }), "Zoé never speaks alone").toHaveLength(1);
});

it("takes yes and no, and takes either back", async () => {
  const asked = open([guess], () => ({ ...transcript, changed: ["k"] }));
  fireEvent.click(await screen.findByRole("button", { name: "No" }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  const acts = () => asked.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [`${method} ${path}`, body]);
  await waitFor(() =>
    expect(acts()).toEqual([
      ["POST /meetings/m/suggestions/s1/refuse", { person_id: "p" }],
      ["POST /meetings/m/corrections/undo", { ids: ["k"] }],
    ]),
  );
  fireEvent.click(screen.getByRole("button", { name: "Yes" }));
  await screen.findByText("It is Marc Lemaire: noted.");
  expect(acts().at(-1)).toEqual(["PATCH /meetings/m/speakers/s1", { person_id: "p", teach: false }]);
});

it("keeps a yes and a no that find no server, about the person that was seen", async () => {
  const asked = open([guess, doubt], () => Response.json({ code: "database_unavailable", message: "Away." }, { status: 503 }), "b");
  const [no] = await screen.findAllByRole("button", { name: "No" });
  if (no) fireEvent.click(no);
  const yes = screen.getAllByRole<HTMLButtonElement>("button", { name: "Yes" });
  if (yes[1]) fireEvent.click(yes[1]);
  const kept = async () => (await createEditStore().all("b")).map(({ utterance, change }) => [utterance, change]);
  await waitFor(async () =>
    expect(await kept()).toEqual([
      ["s1", { kind: "notPerson", person: "p", name: "Marc Lemaire" }],
      ["s2", { kind: "person", person: "z", name: "Zoé" }],
    ]),
  );
  expect(yes.map(({ disabled }) => disabled)).toEqual([true, true]);
  // Kept first, asked then: the page may not have come to it yet.
  await waitFor(() => expect(asked.some(({ path }) => path === "/meetings/m/suggestions/s1/refuse")).toBe(true));
});

it("has known voices looked for again", async () => {
  const asked = open([], () => ({ id: "r" }));
  fireEvent.click(screen.getByRole("button", { name: "Look for known voices again" }));
  await screen.findByText(/names will come by themselves/);
  expect(asked.find(({ method }) => method === "POST")?.path).toBe("/meetings/m/identifications");
});
