import path from "node:path";
import { fileURLToPath } from "node:url";

import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./src/language/request.ts");

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
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};

export default withNextIntl(config);
