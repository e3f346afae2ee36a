import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// A warning of React or of the message formatter is a fault.
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation((...said: unknown[]) => {
    throw new Error(`console.error: ${said.map(String).join(" ")}`);
  });
});

afterEach(() => {
  cleanup();
});
