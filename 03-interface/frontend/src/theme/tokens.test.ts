import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

type Side = 0 | 1;

const css = readFileSync("src/theme/tokens.css", "utf8");

/** The colour of a token on one side (0 light, 1 dark), through `var()`. */
function colour(token: string, side: Side): string {
  const value = new RegExp(`--${token}:\\s*(.+);`).exec(css)?.[1];
  if (value === undefined) throw new Error(`no token ${token}`);
  const reference = /^var\(--([\w-]+)\)$/.exec(value);
  if (reference?.[1]) return colour(reference[1], side);
  const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
  return pair?.[side + 1] ?? value;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string, side: Side): number {
  const [low = 0, high = 0] = [luminance(colour(a, side)), luminance(colour(b, side))].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("%s", (_, side) => {
  const texts = ["ink", "ink-soft", "ink-muted", "accent", "doubt", "loss", "done"];
  const surfaces = ["page", "surface", "sunken", "hover"];
  it.each(texts.flatMap((text) => surfaces.map((surface) => [text, surface] as const)))("%s reads on %s", (text, surface) => {
    expect(contrast(text, surface, side)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["on-accent", "accent"],
    ["on-accent", "accent-strong"],
    ["on-loss", "loss"],
    ["ink", "accent-soft"],
    ["accent", "accent-soft"],
    ["ink", "spoken"],
    ["ink", "doubt-soft"],
    ["doubt", "doubt-soft"],
    ["ink", "loss-soft"],
    ["loss", "loss-soft"],
    ["ink", "mark-amber"],
    ["ink", "mark-green"],
    ["ink", "mark-blue"],
    ["ink", "mark-rose"],
  ])("%s reads on %s", (text, surface) => {
    expect(contrast(text, surface, side)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Array.from({ length: 12 }, (__, n) => `speaker-${n + 1}`))("%s can be told from its surface", (speaker) => {
    expect(contrast(speaker, "page", side)).toBeGreaterThanOrEqual(2.9);
    expect(contrast(speaker, "surface", side)).toBeGreaterThanOrEqual(3);
  });

  it("edges of fields can be seen", () => {
    expect(contrast("edge", "surface", side)).toBeGreaterThanOrEqual(3);
  });
});
