import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { PAGE_COLOURS } from "@/theme/theme";

import { manifestOf } from "./manifest";

const words = { name: "Smart Meeting Scribe", short: "Scribe", description: "…", record: "Record", search: "Search" };

it("is one application in both languages", () => {
  const [fr, en] = [manifestOf("fr", words), manifestOf("en", words)];
  expect([fr.id, fr.start_url, fr.scope]).toEqual([en.id, en.start_url, en.scope]);
});

it.each(manifestOf("fr", words).icons)("has its picture $src, $sizes", ({ src, sizes }) => {
  const png = readFileSync(`public${src}`);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
});

it("paints the browser's frame in the page's colour", () => {
  const css = readFileSync("src/theme/tokens.css", "utf8");
  expect(css).toContain(`--n2: light-dark(${PAGE_COLOURS.light}, ${PAGE_COLOURS.dark});`);
  expect(css).toContain("--page: var(--n2);");
});
