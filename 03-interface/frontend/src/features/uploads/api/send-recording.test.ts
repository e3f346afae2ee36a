import { expect, it } from "vitest";

import { recordingQuery } from "./send-recording";

it("says everything about a recording in its address, and nothing that was not said", () => {
  const query = new URLSearchParams(
    recordingQuery("réunion & suite #2.m4a", {
      title: "Comité",
      heldAt: "2026-11-03T13:05:00.000Z",
      language: "fr",
      speakers: 4,
      speakersMost: 6,
      participants: ["Claire Dubois", "Marc, dit « le Grand »"],
      glossary: ["Kerouédan", "R&D"],
    }),
  );
  expect(query.get("filename")).toBe("réunion & suite #2.m4a");
  expect(query.get("speakers")).toBe("4");
  expect(query.get("speakers_most")).toBe("6");
  expect(query.getAll("participants")).toEqual(["Claire Dubois", "Marc, dit « le Grand »"]);
  expect(query.getAll("glossary")).toEqual(["Kerouédan", "R&D"]);
  expect(recordingQuery("a.wav", { participants: [] })).toBe("filename=a.wav");
});
