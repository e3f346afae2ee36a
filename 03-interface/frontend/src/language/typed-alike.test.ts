import { expect, it } from "vitest";

import { typedAlike } from "./typed-alike";

it("takes what people type for what stands there", () => {
  expect(typedAlike(" helene d'arcy ", "Hélène d’Arcy")).toBe(true);
  expect(typedAlike("Hélène", "Hélène d’Arcy")).toBe(false);
  expect(typedAlike("", "")).toBe(false);
  expect(typedAlike("ليلى", "ليلى")).toBe(true);
});
