import { expect, it } from "vitest";

import { markOf } from "../mark";
import { uploadMetadata } from "./metadata";

function read(metadata: string): Record<string, string> {
  const text = (encoded: string) => new TextDecoder().decode(Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0)));
  return Object.fromEntries(
    metadata.split(",").map((pair) => {
      const [name = "", value = ""] = pair.split(" ");
      return [name, text(value)];
    }),
  );
}

it("says everything about a recording, and nothing that was not said", () => {
  const file = new File(["1234"], "réunion & suite #2.m4a", { lastModified: 1700 });
  const said = read(
    uploadMetadata(file.name, markOf(file), {
      title: "Comité",
      heldAt: "2026-11-03T13:05:00.000Z",
      language: "fr",
      speakers: 4,
      speakersMost: 6,
      participants: ["Claire Dubois", "Marc, dit « le Grand »"],
      glossary: ["Kerouédan", "R&D"],
    }),
  );
  expect(said).toEqual({
    filename: "réunion & suite #2.m4a",
    mark: "réunion & suite #2.m4a 4 1700",
    title: "Comité",
    held_at: "2026-11-03T13:05:00.000Z",
    language: "fr",
    speakers: "4",
    speakers_most: "6",
    participants: "Claire Dubois\nMarc, dit « le Grand »",
    glossary: "Kerouédan\nR&D",
  });
  expect(Object.keys(read(uploadMetadata(file.name, markOf(file), { participants: [] })))).toEqual(["filename", "mark"]);
});
