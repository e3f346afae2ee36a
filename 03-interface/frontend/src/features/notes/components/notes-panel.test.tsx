import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";

import type { Notes } from "@/api/types";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { answering, show } from "@/testing";

import { NotesPanel } from "./notes-panel";

let notes: Notes;

beforeEach(() => {
  notes = {
    text: "Décisions\n<b>1</b>",
    markers: [
      { at: 3, word: "" },
      { at: 72.5, word: "Budget" },
    ],
  };
});

function open() {
  const asked = answering(({ method, body }) => {
    if (method === "PATCH") notes = { ...notes, ...(body as Partial<Notes>) };
    notes.markers.sort((a, b) => a.at - b.at); // as the API does
    return notes;
  });
  show(
    <PlaybackProvider meetingId="m" duration={100} start={42}>
      <NotesPanel meetingId="m" />
    </PlaybackProvider>,
  );
  return () => asked.filter(({ method }) => method === "PATCH").map(({ body }) => body);
}

const text = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Notes" });

it("shows what was written as it was written", async () => {
  open();
  expect((await text()).value).toBe("Décisions\n<b>1</b>");
  expect(screen.getAllByRole<HTMLInputElement>("textbox", { name: /Word for/ }).map(({ value }) => value)).toEqual(["", "Budget"]);
});

it("keeps what is written when one leaves it", async () => {
  const written = open();
  fireEvent.change(await text(), { target: { value: "Décisions : deux" } });
  fireEvent.blur(await text());
  await screen.findByText("Saved");
  expect(written()).toEqual([{ text: "Décisions : deux" }]);
});

it("marks the place of the player, in its order", async () => {
  const written = open();
  (await screen.findByRole("button", { name: "Mark 0:42" })).click();
  await waitFor(() => expect(written()).toHaveLength(1));
  await screen.findByRole("button", { name: "Listen from 0:42" });
  expect(screen.getAllByRole("button", { name: /Listen from/ }).map((button) => button.getAttribute("aria-label"))).toEqual([
    "Listen from 0:03",
    "Listen from 0:42",
    "Listen from 1:12",
  ]);
});

it("gives a moment its word", async () => {
  const written = open();
  const word = await screen.findByRole("textbox", { name: "Word for 0:03" });
  fireEvent.change(word, { target: { value: "Ouverture " } });
  fireEvent.blur(word);
  await waitFor(() => expect(written()).toEqual([{ markers: [{ at: 3, word: "Ouverture" }, { at: 72.5, word: "Budget" }] }]));
});

it("takes a removed moment back", async () => {
  const written = open();
  (await screen.findByRole("button", { name: "Remove the moment marked at 1:12" })).click();
  await waitFor(() => expect(screen.queryByRole("button", { name: "Listen from 1:12" })).toBeNull());
  screen.getByRole("button", { name: "Undo" }).click();
  await screen.findByRole("button", { name: "Listen from 1:12" });
  await waitFor(() => expect(written()).toHaveLength(2));
  expect(notes.markers).toHaveLength(2);
});
