import { expect, it } from "vitest";

import { negotiate } from "./locale";

it.each([
  ["fr", "en-GB,en;q=0.9", "fr"],
  [undefined, "fr-CA,fr;q=0.9,en;q=0.8", "fr"],
  [undefined, "de,en;q=0.5,fr;q=0.8", "fr"],
  [undefined, "fr;q=0,en", "en"],
  [undefined, "de", "en"],
  [undefined, null, "en"],
  ["<script>", "fr", "fr"],
])("chosen %s, asked %s → %s", (chosen, asked, locale) => {
  expect(negotiate(chosen, asked)).toBe(locale);
});
