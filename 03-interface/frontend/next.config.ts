import path from "node:path";
import { fileURLToPath } from "node:url";

import type { NextConfig } from "next";
import type { RouteHas } from "next/dist/lib/load-custom-routes";
import createNextIntlPlugin from "next-intl/plugin";

// Sentences are taken apart at the build: no browser loads what reads their notation (a twentieth of a page's scripts).
const withNextIntl = createNextIntlPlugin({
  requestConfig: "./src/language/request.ts",
  experimental: { messages: { path: "./messages", format: "json", locales: ["fr", "en"], sourceLocale: "en", precompile: true } },
});

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
  // Few large files: pieces that are compressed apart weigh more together (4 kB of the meeting's page), and each is a request.
  experimental: { turbopackChunking: { firstPageLoadPriority: 1, minChunkSize: 300_000, maxMergeChunkSize: 400_000 } },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default withNextIntl(config);
