import { expect, it, vi } from "vitest";

import { Drafts, fieldOf, left } from "./drafts";

function tab() {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text) };
}

const draft = (text: string) => ({ text, base: "", section: "decisions" });

it("has after a reload what was typed before it", () => {
  const store = tab();
  new Drafts(store).put("m/a", draft("« Oui » 🙂"));
  const again = new Drafts(store);
  expect([...again.all]).toEqual([["m/a", draft("« Oui » 🙂")]]);
  again.drop("m/a");
  expect(new Drafts(store).all.size).toBe(0);
});

it("tells of each change", () => {
  const drafts = new Drafts(tab());
  const told = vi.fn();
  const stop = drafts.subscribe(told);
  drafts.put("m/a", draft("x"));
  drafts.drop("m/b"); // nothing there
  drafts.drop("m/a");
  stop();
  drafts.put("m/a", draft("y"));
  expect(told).toHaveBeenCalledTimes(2);
});

it("keeps in the page what the browser does not store, and begins anew over what it cannot read", () => {
  const full = { getItem: () => "{", setItem: () => { throw new Error("full"); } };
  const drafts = new Drafts(full);
  drafts.put("m/a", draft("x"));
  expect(drafts.all.get("m/a")?.text).toBe("x");
});

it("finds words whose item is gone, and neither those of new items nor of other meetings", () => {
  const [gone, there] = ["a".repeat(32), "b".repeat(32)];
  const all = new Map([
    [fieldOf("m", gone), draft("mine")],
    [fieldOf("m", there), draft("other")],
    [fieldOf("m", "new decisions"), draft("begun")],
    [fieldOf("m", "title"), draft("title")],
    [fieldOf("n", gone), draft("elsewhere")],
  ]);
  expect(left(all, "m", new Set([there]))).toEqual([[fieldOf("m", gone), draft("mine")]]);
});
