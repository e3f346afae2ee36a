import { expect, it } from "vitest";

import { mayPass, Problem, Unreachable, Unreadable } from "./problem";

it.each([
  [new Problem(415, "media_not_recognised", ""), false],
  [new Problem(413, "upload_too_large", ""), false],
  [new Problem(422, "media_empty", ""), false],
  [new Problem(400, "upload_interrupted", ""), true],
  [new Problem(401, "session_invalid", ""), true],
  [new Problem(507, "storage_full", ""), true],
  [new Unreachable("cut off"), true],
  [new Unreadable(502), true],
])("%o may pass: %s", (error, passing) => {
  expect(mayPass(error)).toBe(passing);
});
