import path from "node:path";
import { fileURLToPath } from "node:url";

import type { NextConfig } from "next";
import type { RouteHas } from "next/dist/lib/load-custom-routes";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/language/request.ts");

const TAKES_BROTLI: RouteHas[] = [{ type: "header", key: "accept-encoding", value: "(.*[ ,])?br([ ,].*)?" }];

const config: NextConfig = {
  // One folder that runs with `node server.js` and nothing installed.
  output: "standalone",
  // The repository has no lock file above this folder that should be traced.
  outputFileTracingRoot: path.dirname(fileURLToPath(import.meta.url)),
  // No picture is ever resized here, so the image library need not travel.
  outputFileTracingExcludes: { "*": ["node_modules/@img/**", "node_modules/sharp/**"] },
  images: { unoptimized: true },
  // `npm run check` checks the types; whoever starts the product should not wait for it twice.
  typescript: { ignoreBuildErrors: true },
  // Compressed by scripts/complete-standalone.mjs: a seventh less to load than by gzip.
  rewrites: async () => ({
    beforeFiles: [{ source: "/_next/static/:file(.+\\.(?:js|css))", has: TAKES_BROTLI, destination: "/_next/static/:file.br" }],
  }),
  headers: async () =>
    Object.entries({ js: "application/javascript", css: "text/css" }).map(([ending, type]) => ({
      source: `/_next/static/:file(.+\\.${ending})`,
      has: TAKES_BROTLI,
      headers: [
        { key: "Content-Encoding", value: "br" },
        { key: "Content-Type", value: `${type}; charset=utf-8` },
        { key: "Vary", value: "Accept-Encoding" },
      ],
    })),
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default withNextIntl(config);
