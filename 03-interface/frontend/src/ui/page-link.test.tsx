import { fireEvent, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { show } from "@/testing";

import { PageLink } from "./page-link";

const { prefetched } = vi.hoisted(() => ({ prefetched: vi.fn() }));

// Next's own link looks ahead by a router that a test has not.
vi.mock("next/link", () => ({
  default: ({ prefetch, href }: { prefetch: boolean | null; href: string }) => {
    prefetched(prefetch);
    return <a href={href}>there</a>;
  },
}));

it("looks ahead only once somebody is at the page", () => {
  show(<PageLink href="/search">there</PageLink>);
  expect(prefetched).toHaveBeenLastCalledWith(false);
  fireEvent.keyDown(window, { key: "Tab" });
  expect(prefetched).toHaveBeenLastCalledWith(null);
  expect(screen.getByRole("link").getAttribute("href")).toBe("/search");
});
