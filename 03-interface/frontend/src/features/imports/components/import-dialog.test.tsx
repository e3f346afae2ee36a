import { File as FileOfDisk } from "node:buffer";

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import type { TranscriptImport } from "@/api/types";
import { RecordingIntake } from "@/features/uploads/components/recording-intake";
import { UploadsProvider } from "@/features/uploads/hooks/uploads";
import { answering, show, type Asked } from "@/testing";

// Those of the page's stand-in cannot be sent.
const file = (name: string, content = name) => new FileOfDisk([content], name, { lastModified: 0 }) as unknown as File;

const understood = (id: string, told: Partial<TranscriptImport> = {}) =>
  ({ meeting: { id, title: `Meeting ${id}` }, format: "srt", language: "en", seconds: 754, utterances: 21, speakers: ["Claire", "Marc"], unnamed: 0, estimated: false, ...told }) as TranscriptImport;

const refusal = () => Response.json({ code: "import_time_invalid", message: "The time on line 7 cannot be read." }, { status: 422 });

/** Brings files to a list of meetings; answers what is then asked about imports. */
function bring(files: File[], answer: (asked: Asked) => unknown): Asked[] {
  const asked = answering((one) => (one.path.startsWith("/meetings/imports") ? answer(one) : { items: [] }));
  show(
    <UploadsProvider>
      <RecordingIntake>{null}</RecordingIntake>
    </UploadsProvider>,
  );
  fireEvent.change(screen.getByLabelText("Choose recordings or transcripts"), { target: { files } });
  return asked;
}

const imports = (asked: Asked[]) => asked.filter(({ path }) => path.startsWith("/meetings/imports"));
const queryOf = (asked: Asked | undefined) => Object.fromEntries(new URL(`http://api${asked?.path}`).searchParams);
const title = () => screen.getByLabelText<HTMLInputElement>("Title");
const press = (name: string) => fireEvent.click(screen.getByText(name));

it("imports a transcript as it is, under its name, and says what was understood", async () => {
  const content = "1\n00:00:01,000 --> 00:00:02,000\nClaire: Bonjour\n";
  const asked = bring([file("Comité_de mars.SRT", content)], () => understood("m1", { unnamed: 2, estimated: true }));
  await screen.findByText("Import a transcript");
  expect(title().value).toBe("Comité de mars");
  expect(screen.queryByText("Leave this file out"), "the only one").toBeNull();
  fireEvent.change(screen.getByLabelText("Held on"), { target: { value: "2026-03-14T14:30" } });
  fireEvent.change(screen.getByLabelText("Language spoken"), { target: { value: "fr" } });
  press("Import");
  const link = await screen.findByLabelText("Open the meeting “Meeting m1”");
  expect(link.getAttribute("href")).toBe("/meetings/m1");
  const [sent] = imports(asked);
  expect(sent?.method).toBe("POST");
  expect(sent?.body).toBe(content);
  expect(queryOf(sent)).toEqual({ filename: "Comité_de mars.SRT", title: "Comité de mars", held_at: new Date("2026-03-14T14:30").toISOString(), language: "fr" });
  const told = within(screen.getByRole("list", { name: "Imported transcripts" }));
  expect(told.getByText(/^SRT · 12.min · 21 utterances · English$/)).toBeTruthy();
  expect(told.getByText("Claire, Marc")).toBeTruthy();
  expect(told.getByText("2 voices have no name in the file.")).toBeTruthy();
  expect(told.getByText("The file tells no times: they are estimated from the length of what is said.")).toBeTruthy();
});

it("stays with the file and what was typed where it is refused, and takes it corrected", async () => {
  let answers = 0;
  const asked = bring([file("a.vtt", "wrong")], () => (answers++ === 0 ? refusal() : understood("m1")));
  await screen.findByLabelText("Title");
  fireEvent.change(title(), { target: { value: "Mine" } });
  press("Import");
  expect(await screen.findByText("The time on line 7 cannot be read.")).toBeTruthy();
  expect(title().value).toBe("Mine");
  fireEvent.change(screen.getByLabelText("Choose the file again"), { target: { files: [file("a.vtt", "right")] } });
  expect(screen.queryByText("The time on line 7 cannot be read."), "it was about the other").toBeNull();
  expect(title().value).toBe("Mine");
  press("Import");
  await screen.findByText("Open the meeting");
  expect(imports(asked).map(({ body }) => body)).toEqual(["wrong", "right"]);
  expect(queryOf(imports(asked)[1])["title"]).toBe("Mine");
});

it("says that a file is gone, not that the server is", async () => {
  const gone = file("a.txt");
  Object.assign(gone, { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) }) });
  const asked = bring([gone], () => understood("m1"));
  await screen.findByLabelText("Title");
  press("Import");
  expect(await screen.findByText(/^This file can no longer be read/)).toBeTruthy();
  expect(imports(asked)).toEqual([]);
});

it("shows a hostile name and what a file says as the text they are", async () => {
  const hostile = '<img src=x onerror=alert(1)>&"#?.json';
  const asked = bring([file(hostile)], () => understood("m1", { meeting: { id: "m1", title: "<b>T</b>" } as TranscriptImport["meeting"], speakers: ["<script>alert(2)</script>"] }));
  await screen.findByLabelText("Title");
  expect(screen.getByText(hostile)).toBeTruthy();
  fireEvent.change(title(), { target: { value: "" } });
  press("Import");
  await screen.findByText("<b>T</b>");
  expect(screen.getByText("<script>alert(2)</script>")).toBeTruthy();
  expect(document.querySelector("img, script, li b")).toBeNull();
  expect(queryOf(imports(asked)[0]), "left empty, the title is found out").toEqual({ filename: hostile });
});

it("asks about several one after the other, and leads to them once none waits", async () => {
  const asked = bring([file("a.srt"), file("b.docx"), file("c.txt")], ({ path }) => (path.includes("=b.docx") ? refusal() : understood(path.includes("=a.srt") ? "m1" : "m2")));
  await screen.findByText("Import 3 transcripts");
  expect(screen.getByText("File 1 of 3")).toBeTruthy();
  press("Import");
  await screen.findByText("File 2 of 3");
  expect(title().value).toBe("b");
  expect(screen.getByRole("list", { name: "Imported transcripts" })).toBeTruthy();
  expect(document.querySelector("a"), "the others would be left behind").toBeNull();
  press("Import");
  await screen.findByText("The time on line 7 cannot be read.");
  press("Leave this file out");
  expect(screen.getByText("File 3 of 3")).toBeTruthy();
  expect(screen.queryByText("The time on line 7 cannot be read.")).toBeNull();
  press("Import");
  await waitFor(() => expect(screen.getAllByText("Open the meeting")).toHaveLength(2));
  expect(imports(asked).map((one) => queryOf(one)["filename"])).toEqual(["a.srt", "b.docx", "c.txt"]);
  expect(screen.queryByLabelText("Title")).toBeNull();
});

it("gives up what is under way when it is closed", async () => {
  bring([file("a.srt")], refusal);
  const given: AbortSignal[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    given.push(request.signal);
    return new Promise(() => undefined);
  });
  await screen.findByLabelText("Title");
  press("Import");
  await screen.findByText("Being imported…");
  press("Cancel");
  expect(document.querySelector("dialog")).toBeNull();
  expect(given.map(({ aborted }) => aborted)).toEqual([true]);
});

it("asks about recordings first, then about the transcripts among them, also about those brought meanwhile", async () => {
  const asked = bring([file("a.srt"), file("a.mp3")], () => understood("m1"));
  await screen.findByText("Add a recording");
  expect(screen.queryByDisplayValue("a.srt")).toBeNull();
  fireEvent.change(screen.getByRole("textbox", { name: "Title of a.mp3" }), { target: { value: "Mine" } });
  fireEvent.paste(window, { clipboardData: { files: [file("b.vtt")] } });
  expect(screen.getByDisplayValue("Mine"), "what was typed stays").toBeTruthy();
  press("Cancel");
  await screen.findByText("Import a transcript");
  expect(title().value).toBe("a");
  press("Import");
  await screen.findByText("Open the meeting");
  press("Done");
  await waitFor(() => expect(title().value).toBe("b"));
  press("Cancel");
  expect(document.querySelector("dialog")).toBeNull();
  expect(imports(asked)).toHaveLength(1);
});
