import { expect, it } from "vitest";

import type { Run } from "@/api/types";

import { Bell } from "./bell";

function run(id: string, status: Run["status"], meeting: string | null = "m"): Run {
  return { id, status, meeting_id: meeting } as Run;
}

/** Pages of one browser: what was told is known to all of them. */
function browser(seen: readonly string[] = [], titles: Readonly<Record<string, string>> = { m: "Comité" }) {
  const told = new Set<string>();
  const shown: [string, string, string][] = [];
  const page = () =>
    new Bell({
      isSeen: async (meeting) => seen.includes(meeting),
      tellOnce: (id) => !told.has(id) && Boolean(told.add(id)),
      titleOf: async (meeting) => titles[meeting] ?? null,
      show: async ({ status }, meeting, title) => void shown.push([status, meeting, title]),
    });
  return { page, shown };
}

it("tells that a run has ended, well or not, and of no other news", async () => {
  const { page, shown } = browser();
  const bell = page();
  await bell.hear(run("a", "PROCESSING"));
  await bell.hear(run("a", "COMPLETED"));
  await bell.hear(run("b", "FAILED"));
  await bell.hear(run("c", "CANCELLED"));
  await bell.hear(run("d", "COMPLETED", null));
  expect(shown).toEqual([["COMPLETED", "m", "Comité"], ["FAILED", "m", "Comité"]]);
});

it("tells once, however often the stream says it and whichever page hears it", async () => {
  const { page, shown } = browser();
  const [one, other] = [page(), page()];
  await Promise.all([one.hear(run("a", "COMPLETED")), other.hear(run("a", "COMPLETED"))]);
  await other.hear(run("a", "COMPLETED"));
  expect(shown).toHaveLength(1);
});

it("tells nothing that was seen, also not when it is heard of again later", async () => {
  const seen = ["m"];
  const { page, shown } = browser(seen);
  await page().hear(run("a", "COMPLETED"));
  seen.pop();
  await page().hear(run("a", "COMPLETED"));
  expect(shown).toEqual([]);
});

it("tells nothing of a meeting that is no more", async () => {
  const { page, shown } = browser([], {});
  await page().hear(run("a", "COMPLETED"));
  expect(shown).toEqual([]);
});
