import { expect, it } from "vitest";

import { Problem } from "@/api/problem";
import type { Minutes } from "@/api/types";

import { changed, Overtaken } from "./overtaken";

const at = (version: number, title = "Committee") => ({ version, title }) as Minutes;

/** Minutes on a server that refuses whoever does not know their newest version. */
function server(now: Minutes) {
  const made: string[] = [];
  const write = (title: string) => async (known: Minutes) => {
    if (known.version !== now.version) throw new Problem(409, "minutes_changed", "Changed meanwhile.");
    made.push(title);
    now = at(now.version + 1, title);
    return now;
  };
  return { write, made, look: async () => now, become: (next: Minutes) => (now = next) };
}

it("makes a change to the minutes that are known", async () => {
  const { write, look } = server(at(1));
  expect(await changed(at(1), look, { act: write("Council") })).toEqual(at(2, "Council"));
});

it("makes it to the newest ones where others changed something else", async () => {
  const { write, look, made } = server(at(5));
  expect(await changed(at(1), look, { act: write("Council"), holds: ({ title }) => title === "Committee" })).toEqual(at(6, "Council"));
  expect(made).toEqual(["Council"]);
});

it("does not make it where somebody changed the same", async () => {
  const { write, look, made } = server(at(5, "Board"));
  const going = changed(at(1), look, { act: write("Council"), holds: ({ title }) => title === "Committee" });
  await expect(going).rejects.toEqual(new Overtaken(at(5, "Board")));
  expect(made).toEqual([]);
});

it("gives up where every look is too late", async () => {
  const { write, look, become } = server(at(5));
  const late = async () => {
    const now = await look();
    become(at(now.version + 1));
    return now;
  };
  await expect(changed(at(1), late, { act: write("Council") })).rejects.toMatchObject({ code: "minutes_changed" });
});

it("leaves other refusals as they are", async () => {
  const frozen = async () => Promise.reject(new Problem(409, "minutes_frozen", "Frozen."));
  await expect(changed(at(1), async () => at(2), { act: frozen })).rejects.toMatchObject({ code: "minutes_frozen" });
});
