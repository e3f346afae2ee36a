import { fireEvent, screen, within } from "@testing-library/react";
import { expect, it } from "vitest";

import { answering, show } from "@/testing";

import { RecordingIntake } from "./recording-intake";
import { UploadList } from "./upload-list";
import { UploadsProvider } from "../hooks/uploads";

function open() {
  answering(() => ({ items: [] }));
  show(
    <UploadsProvider>
      <RecordingIntake>
        <UploadList />
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

it("shows of many the ones that matter, how many there are, and all at a press", async () => {
  open();
  fireEvent.paste(window, { clipboardData: { files: Array.from({ length: 12 }, (_, at) => file(`${at}.mp3`)) } });
  fireEvent.click(await screen.findByRole("button", { name: "Send all" }));
  const list = within(await screen.findByRole("region", { name: "Recordings being sent" }));
  expect(list.getAllByRole("listitem")).toHaveLength(8);
  expect(await list.findByText("None waiting · 0 received · 12 failed"), "nothing understands us here").toBeTruthy();
  fireEvent.click(list.getByRole("button", { name: "Show all 12" }));
  expect(list.getAllByRole("listitem")).toHaveLength(12);
  fireEvent.click(list.getByRole("button", { name: "Show fewer" }));
  expect(list.getAllByRole("listitem")).toHaveLength(8);
});
