import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      // What draws nothing needs no page, and starts ten times faster without one.
      { extends: true, test: { name: "logic", include: ["src/**/*.test.ts"], environment: "node" } },
      { extends: true, test: { name: "screens", include: ["src/**/*.test.tsx"], environment: "jsdom", setupFiles: ["src/testing.tsx"] } },
    ],
  },
});
