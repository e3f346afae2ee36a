import { defineConfig, globalIgnores } from "eslint/config";
import nextVitals from "eslint-config-next/core-web-vitals";
import nextTypescript from "eslint-config-next/typescript";

export default defineConfig([
  ...nextVitals,
  ...nextTypescript,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "import/order": [
        "error",
        {
          "newlines-between": "always",
          alphabetize: { order: "asc" },
          groups: ["builtin", "external", "internal", ["parent", "sibling", "index"]],
          pathGroups: [{ pattern: "@/**", group: "internal" }],
          pathGroupsExcludedImportTypes: ["builtin"],
        },
      ],
      "no-console": ["error", { allow: ["error"] }],
      // Names, titles and words come from people: they are text, never markup.
      "react/no-danger": "error",
      // Every sentence a person reads comes from the message files.
      "react/jsx-no-literals": ["error", { noStrings: false, allowedStrings: ["·", "…", "—", "%", "×", "+", " "] }],
    },
  },
  { files: ["scripts/**", "journeys/**"], rules: { "no-console": "off" } },
  { files: ["**/*.test.tsx"], rules: { "react/jsx-no-literals": "off" } },
  globalIgnores([".next/**", "next-env.d.ts", "src/api/schema.ts"]),
]);
