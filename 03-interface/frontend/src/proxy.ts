import { NextResponse, type NextRequest } from "next/server";

import { apiOrigin } from "@/api/base";
import { ADDRESS_HEADER, NONCE_HEADER } from "@/api/page-headers";
import { securityPolicy } from "@/api/security-policy";

/** Gives every page its own nonce and the policy that names it, and the headers that keep the page to itself. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const api = apiOrigin(process.env, {
    host: request.headers.get("host"),
    protocol: request.headers.get("x-forwarded-proto"),
  });
  const policy = securityPolicy(nonce, api, process.env.NODE_ENV === "development");

  // Next reads the nonce for its own scripts from the policy of the request.
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(NONCE_HEADER, nonce);
  headers.set(ADDRESS_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "same-origin");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set("permissions-policy", "camera=(), geolocation=(), microphone=(self), display-capture=(self), screen-wake-lock=(self)");
  return response;
}

// `share` is answered without being read; the proxy would read it first.
export const config = { matcher: ["/((?!_next/static|favicon|icon|share$).*)"] };
