import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { offlinePage, offlinePolicy, offlineStyle } from "./offline-page";

const style = offlineStyle(readFileSync("src/theme/tokens.css", "utf8"));

it("asks for nothing, and its policy lets nothing else in", () => {
  const html = offlinePage("fr", { title: "Pas de <connexion>", lead: "a & b", again: "Réessayer" }, style);
  expect(html).not.toMatch(/<script|src=|url\(|http/);
  expect(html).toContain("Pas de &lt;connexion>");
  const written = /<style>(.*)<\/style>/s.exec(html)?.[1] ?? "";
  expect(offlinePolicy(style)).toContain(`'sha256-${createHash("sha256").update(written).digest("base64")}'`);
});

it("has the colours of the product in light and dark", () => {
  expect(style).toContain("--page: var(--n2)");
  expect(style).toContain('[data-theme="dark"]');
});
