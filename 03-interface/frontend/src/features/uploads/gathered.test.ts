import { expect, it } from "vitest";

import { dropped, inFolder, looksRecorded, MOST, namedLikeTranscript, pasted } from "./gathered";

const file = (name: string, type = "") => new File(["x"], name, { type });

const fileEntry = (name: string, broken = false) =>
  ({ isFile: true, isDirectory: false, file: (told: (one: File) => void, failed: () => void) => (broken ? failed() : told(file(name))) }) as unknown as FileSystemEntry;

/** A folder that tells two of its entries at a time, as browsers tell a hundred. */
function folder(...inside: FileSystemEntry[]): FileSystemEntry {
  const createReader = () => {
    let at = 0;
    return { readEntries: (told: (some: FileSystemEntry[]) => void) => told(inside.slice(at, (at += 2))) };
  };
  return { isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

function transfer(files: File[], entries: FileSystemEntry[] = files.map(({ name }) => fileEntry(name))): DataTransfer {
  return { files, items: entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry })) } as unknown as DataTransfer;
}

const names = ({ recordings }: { recordings: File[] }) => recordings.map(({ name }) => name);

it("knows a recording by its type or its name", () => {
  for (const one of [file("a.M4A"), file("a.ogg"), file("a", "audio/x"), file("réunion.mkv"), file("a.bin", "video/mp4")]) expect(looksRecorded(one), one.name).toBe(true);
  for (const one of [file("a.pdf"), file("mp3"), file(".DS_Store"), file("._a.mp3", "audio/mpeg"), file("a.mp3.txt")]) expect(looksRecorded(one), one.name).toBe(false);
});

it("knows a transcript of another tool by its name alone", () => {
  for (const one of [file("a.SRT"), file("a.vtt"), file("réunion.json", "video/mp4"), file("a.b.docx"), file("a.mp3.txt")]) expect(namedLikeTranscript(one), one.name).toBe(true);
  for (const one of [file("a.mp3"), file("txt"), file("a.doc"), file("a.srt.gz"), file("notes", "text/plain")]) expect(namedLikeTranscript(one), one.name).toBe(false);
});

it("takes a dropped file whatever it is called: the server says what it is not", async () => {
  expect(names(await dropped(transfer([file("b.dat"), file("a.mp3")])))).toEqual(["b.dat", "a.mp3"]);
});

it("takes the recordings of a dropped folder and of the folders in it, in the order of their names", async () => {
  const day = folder(fileEntry("10.mp3"), fileEntry("2.mp3"), fileEntry("notes.txt"), folder(fileEntry("1.wav"), folder()), fileEntry(".DS_Store"));
  const found = await dropped(transfer([], [day, fileEntry("alone.dat"), fileEntry("3.mp3")]));
  expect(names(found)).toEqual(["alone.dat", "3.mp3", "1.wav", "2.mp3", "10.mp3"]);
  expect(found.others).toBe(1);
});

it("passes over what cannot be read", async () => {
  const locked = { isFile: false, isDirectory: true, createReader: () => ({ readEntries: (_: unknown, failed: () => void) => failed() }) } as unknown as FileSystemEntry;
  expect(names(await dropped(transfer([], [folder(fileEntry("a.mp3"), fileEntry("b.mp3", true), locked)])))).toEqual(["a.mp3"]);
});

it("takes so many at once and says that there were more", async () => {
  const many = Array.from({ length: MOST + 1 }, (_, at) => file(`${at}.mp3`));
  expect(inFolder(many)).toMatchObject({ tooMany: true, others: 0 });
  expect(inFolder(many).recordings).toHaveLength(MOST);
  expect((await dropped(transfer(many))).tooMany).toBe(true);
  expect(inFolder(many.slice(1)).tooMany).toBe(false);
});

it("takes what was copied where it is a recording or a transcript", () => {
  expect(pasted(transfer([file("picture.png", "image/png"), file("a.mp3"), file("a.vtt")])).map(({ name }) => name)).toEqual(["a.mp3", "a.vtt"]);
});
