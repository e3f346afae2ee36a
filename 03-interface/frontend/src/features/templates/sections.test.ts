import { expect, it } from "vitest";

import { changedSection, kindsFor, moved, newKey, putAt, type TemplateSection } from "./sections";

const section = (key: string, kind: TemplateSection["kind"] = "text"): TemplateSection => ({ key, title: key, kind });
const three = [section("a", "summary"), section("b", "decisions"), section("c")];
const keys = (sections: readonly TemplateSection[]) => sections.map(({ key }) => key).join("");

it("moves a section by a place, and not past an end", () => {
  expect(keys(moved(three, "b", -1))).toBe("bac");
  expect(keys(moved(three, "b", 1))).toBe("acb");
  expect(keys(moved(three, "a", -1))).toBe("abc");
  expect(keys(moved(three, "c", 1))).toBe("abc");
  expect(keys(moved(three, "gone", 1))).toBe("abc");
});

it("offers each kind but text once", () => {
  expect(kindsFor(three, "c")).toEqual(["topics", "actions", "questions", "text"]);
  expect(kindsFor(three, "a")).toContain("summary");
});

it("puts a section back where it was, as text where another took its kind meanwhile", () => {
  const without = [section("a", "summary"), section("c")];
  expect(putAt(without, 1, section("b", "decisions"))[1]).toMatchObject({ key: "b", kind: "decisions" });
  expect(putAt(changedSection(without, "c", { kind: "decisions" }), 1, section("b", "decisions"))[1]).toMatchObject({ key: "b", kind: "text" });
  expect(keys(putAt([section("a")], 7, section("z")))).toBe("az");
});

it("names a new section as the API and a Word document take it", () => {
  expect(newKey()).toMatch(/^[a-z][0-9a-z_]{3,63}$/);
  expect(newKey()).not.toBe(newKey());
});
