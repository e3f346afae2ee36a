import { expect, it } from "vitest";

import { viewIn } from "./use-view";

it.each([
  ["", "list"],
  ["scribe_theme=dark; scribe_view=grid", "grid"],
  ["scribe_view=nonsense", "list"],
  ["other_scribe_view=grid", "list"],
])("%j is the view %s", (cookies, view) => {
  expect(viewIn(cookies)).toBe(view);
});
