import { describe, expect, it } from "vitest";

import { apiOrigin } from "./base";
import { securityPolicy } from "./security-policy";

describe("where the API is", () => {
  it.each([
    [{}, "localhost:3000", null, "http://localhost:5000"],
    [{}, "127.0.0.1:3000", null, "http://127.0.0.1:5000"],
    [{}, "[::1]:3000", null, "http://[::1]:5000"],
    [{ SCRIBE_API_PORT: "5400" }, "scribe.local", "https", "https://scribe.local:5400"],
    [{ SCRIBE_PUBLIC_API_URL: "https://api.example.org/" }, "localhost:3000", null, "https://api.example.org"],
  ])("%o at %s", (environment, host, protocol, origin) => {
    expect(apiOrigin(environment, { host, protocol })).toBe(origin);
  });

  it.each(["evil.example; script-src *", "a b", "", null, "x'y"])("does not repeat a host that is none (%s)", (host) => {
    expect(apiOrigin({}, { host, protocol: null })).toBe("http://localhost:5000");
  });
});

it("allows scripts by nonce only and no address beyond the API", () => {
  const policy = securityPolicy("abc", "http://localhost:5000", false);
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
  expect(scripts).toBe("'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).toContain("connect-src 'self' http://localhost:5000;");
  expect(policy).toContain("media-src 'self' http://localhost:5000 blob:;");
  expect(policy).toContain("frame-ancestors 'none'");
});
