import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Minutes, Run } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "./left-out";
import "./writing-line";

import { MinutesScreen } from "./minutes-screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({}), usePathname: () => "/", useSearchParams: () => new URLSearchParams() }));

const RUN = "a".repeat(32);
const ITEM = "b".repeat(32);
const run = (change: Partial<Run>) => ({ id: RUN, kind: "minutes", meeting_id: "m", status: "PROCESSING", stage: "reading", progress: 0.42, stage_progress: 0.5, error: null, created_at: "2026-03-14T10:00:00Z", finished_at: null, ...change }) as Run;
const written = {
  id: "f".repeat(32), meeting_id: "m", template: "general", language: "en", writer: "model", model: "small-7b", revision: 1, transcript_revision: 1,
  title: "Committee", held_on: "2026-03-14", state: "draft", version: 3, sha256: null, updated_at: "2026-03-14T10:00:00Z", participants: [], sections: [],
  unread: [{ start: 61, end: 125 }],
  unsupported: [{ id: ITEM, kind: "decision", text: "We spend <b>9000</b>.", fault: "number", citations: [{ utterance_id: "u", start: 61, end: 65, speaker_id: "s", speaker_name: "Claire", text: "said" }] }],
} as unknown as Minutes;

let minutes: Minutes | null;
let runs: Run[];

beforeEach(() => {
  minutes = null;
  runs = [];
});

function api(writers: unknown = [{ writer: "extract", model: null }, { writer: "model", model: "small-7b" }]) {
  const asked = answering(
    ({ method, path }) => {
      if (method === "GET" && path === "/meetings/m/minutes") return minutes ?? Response.json({ code: "minutes_not_found", message: "None." }, { status: 404 });
      if (method === "GET" && path === "/meetings/m/minutes/runs") return runs;
      if (path === "/meetings/m/minutes/runs") return (runs = [run({})])[0];
      if (path === `/runs/${RUN}/cancel`) return (runs = [run({ status: "CANCELLED" })])[0];
      if (path.includes("/unsupported/")) return (minutes = { ...written, version: 4, unsupported: [] });
      if (path === "/meetings/m/minutes") return (minutes = written);
      return [];
    },
    {
      "/meetings/m": { id: "m", title: "Committee", revision: 1, trashed_at: null, language: "en" },
      "/minutes-writers": writers,
      "/minutes-templates": [{ key: "general", name: "General", language: null, builtin: true, sections: [] }],
    },
  );
  return { changes: () => asked.filter(({ method }) => method !== "GET"), asked };
}

it("has the model write, says how far it is, and stops it", async () => {
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  fireEvent.click(await screen.findByLabelText(/^Language model/));
  fireEvent.click(screen.getByText("Write the minutes"));
  await screen.findByText("The model reads and writes · 42%");
  expect(screen.queryByText("Write the minutes"), "while one writes nobody begins another").toBeNull();
  fireEvent.click(screen.getByText("Cancel"));
  await screen.findByText("The writing was cancelled.");
  expect(changes()).toMatchObject([{ path: "/meetings/m/minutes/runs", body: { template: "general", language: "en" } }, { path: `/runs/${RUN}/cancel` }]);
});

it("says why the model did not write, and offers the extract", async () => {
  runs = [run({ status: "FAILED", error: { code: "llm_down", message: "The model does not answer." } as Run["error"] })];
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  await screen.findByText("The model does not answer.");
  fireEvent.click(screen.getByText("Write the extract instead"));
  await waitFor(() => expect(changes()).toMatchObject([{ method: "POST", path: "/meetings/m/minutes", body: { writer: "extract" } }]));
});

it("offers no model where there is none", async () => {
  const { asked } = api([{ writer: "extract", model: null }]);
  show(<MinutesScreen id="m" />);
  await screen.findByText("Write the minutes");
  expect(screen.queryByText("Language model")).toBeNull();
  expect(asked.filter(({ path }) => path.endsWith("/runs"))).toEqual([]);
});

it("shows what the transcript does not say below the minutes, to be taken over or dropped", async () => {
  minutes = written;
  const { changes } = api();
  show(<MinutesScreen id="m" />);
  await screen.findByText("We spend <b>9000</b>.");
  screen.getByText("Written by a language model, checked: small-7b");
  screen.getByText("Decision · a number was not said");
  expect(screen.getByText("1:01 – 2:05").getAttribute("href")).toBe("/meetings/m?t=61");
  fireEvent.click(screen.getByText("Take over"));
  await waitFor(() => expect(screen.queryByText("We spend <b>9000</b>.")).toBeNull());
  expect(changes()).toMatchObject([{ method: "POST", path: `/meetings/m/minutes/unsupported/${ITEM}/keep`, body: { version: 3 } }]);
});
