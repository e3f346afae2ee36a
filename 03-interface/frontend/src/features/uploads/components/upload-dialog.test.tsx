import { fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { answering, show } from "@/testing";

import { RecordingIntake } from "./recording-intake";
import { UploadsProvider } from "../hooks/uploads";

function open() {
  answering(() => ({ items: [] }));
  show(
    <UploadsProvider>
      <RecordingIntake>
        <p>Meetings</p>
      </RecordingIntake>
    </UploadsProvider>,
  );
}

const file = (name: string) => new File([name], name);
const titles = () => screen.getAllByRole<HTMLInputElement>("textbox", { name: /^Title of/ }).map(({ value }) => value);

it("takes a recording that was copied elsewhere, and leaves other pastes alone", async () => {
  open();
  expect(fireEvent.paste(window, { clipboardData: { files: [file("picture.png")] } }), "not for us").toBe(true);
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(fireEvent.paste(window, { clipboardData: { files: [file("Comité.m4a")] } }), "taken").toBe(false);
  expect(await screen.findByRole("dialog", { name: "Add a recording" })).toBeTruthy();
  expect(titles()).toEqual(["Comité"]);
});

it("adds a folder to what is being sent: its recordings, each once, and says what is left out", async () => {
  open();
  fireEvent.paste(window, { clipboardData: { files: [file("b.mp3")] } });
  const input = await screen.findByLabelText("Add a folder");
  expect(input.hasAttribute("webkitdirectory")).toBe(true);
  fireEvent.change(screen.getByRole("textbox", { name: "Title of b.mp3" }), { target: { value: "Mine" } });
  fireEvent.change(input, { target: { files: [file("10.mp3"), file("2.mp3"), file("notes.txt")] } });
  expect(titles()).toEqual(["Mine", "2", "10"]);
  expect(screen.getByText("One other file in the folder is not a recording: it is left out.")).toBeTruthy();
  fireEvent.change(input, { target: { files: [file("notes.txt")] } });
  expect(screen.getByText("No recording in this folder.")).toBeTruthy();
  expect(titles()).toHaveLength(3);
});
