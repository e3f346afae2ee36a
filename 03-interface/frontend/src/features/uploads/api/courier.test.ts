import { expect, it } from "vitest";

import { Problem } from "@/api/problem";

import { mayPass } from "./courier";

const refused = (status: number) => Object.assign(new Error("refused"), { originalResponse: { getStatus: () => status } }) as Error;

it("tries again where that may end differently, and only there", () => {
  for (const status of [500, 502, 503, 507, 401, 403, 409, 423]) expect(mayPass(refused(status)), String(status)).toBe(true);
  for (const status of [400, 404, 412, 413, 415, 422, 460]) expect(mayPass(refused(status)), String(status)).toBe(false);
  expect(mayPass(new Error("cut off"))).toBe(true);
  const over = Object.assign(new Error("before the request"), { causingError: new Problem(401, "session_invalid", "") });
  expect(mayPass(over)).toBe(false);
});
