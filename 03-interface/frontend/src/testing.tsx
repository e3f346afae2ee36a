import { cleanup, configure, render } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { afterEach, beforeEach, vi } from "vitest";

import en from "../messages/en.json";
import { ConnectionProvider } from "./features/session/hooks/connection";
import { Toasts } from "./ui/toasts";

// How busy the machine is decides no test.
configure({ asyncUtilTimeout: 5_000 });

// A warning of React or of the message formatter is a fault.
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation((...said: unknown[]) => {
    throw new Error(`console.error: ${said.map(String).join(" ")}`);
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

// What jsdom leaves out. Everything is on the screen at once, and a dialog is open once it is shown.
class EverythingVisible implements Partial<IntersectionObserver> {
  constructor(private readonly told: IntersectionObserverCallback) {}
  observe(target: Element) {
    this.told([{ isIntersecting: true, target, boundingClientRect: target.getBoundingClientRect() } as IntersectionObserverEntry], this as unknown as IntersectionObserver);
  }
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { IntersectionObserver: EverythingVisible });
Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true;
  },
  close(this: HTMLDialogElement) {
    this.open = false;
  },
});
Object.assign(HTMLMediaElement.prototype, { play: () => Promise.resolve(), pause: () => undefined, load: () => undefined });
window.scrollTo = () => undefined;
window.matchMedia = (media) => ({ matches: true, media }) as MediaQueryList;

/** Draws a screen as a signed-in English reader's browser does. */
export function show(screen: ReactNode) {
  return render(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <ConnectionProvider origin="http://api">
        <Toasts>{screen}</Toasts>
      </ConnectionProvider>
    </NextIntlClientProvider>,
  );
}

export interface Asked {
  method: string;
  path: string;
  body: unknown;
}

/**
 * Answers in the API's place, at the network: `answer` gives a body, or a `Response` of its own. What was asked is kept, but for
 * what is read `aside`, by its path: what a screen needs besides what a test is about.
 */
export function answering(answer: (asked: Asked) => unknown, aside: Readonly<Record<string, unknown>> = {}): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const text = await request.text();
    const url = new URL(request.url);
    const asked = {
      method: request.method,
      path: url.pathname.replace("/api/v1", "") + url.search,
      // A file goes as it is, whatever it holds.
      body: !text ? null : request.headers.get("Content-Type")?.includes("json") ? (JSON.parse(text) as unknown) : text,
    };
    if (asked.method === "GET" && asked.path in aside) return Response.json(aside[asked.path]);
    all.push(asked);
    const given = answer(asked);
    return given instanceof Response ? given : Response.json(given ?? null);
  });
  return all;
}
