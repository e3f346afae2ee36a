import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { OwnData } from "./own-data";
import { SessionList } from "./session-list";
import { StorageMeter } from "./storage-meter";

const here = { id: "s1", kind: "browser", agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", created_at: "2026-11-03T13:05:00Z", used_at: "2026-11-03T14:05:00Z", current: true };
const there = { ...here, id: "s2", agent: '<img src=x onerror="alert(1)"> Windows', current: false };
const program = { ...here, id: "s3", kind: "program", agent: "python-httpx/0.28", current: false };

it("tells the browsers apart and ends another one, never this one", async () => {
  let open = [here, there, program];
  const asked = answering(({ method }) => {
    if (method === "GET") return open;
    open = [here];
    return new Response(null, { status: 204 });
  });
  const { container } = show(<SessionList />);
  await screen.findByText("Firefox on Linux");
  expect(screen.getByText("A program")).toBeTruthy();
  expect(container.querySelector("img")).toBeNull();
  expect(screen.queryByRole("button", { name: "Sign out Firefox on Linux" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Sign out A browser on Windows" }));
  await waitFor(() => expect(asked.some(({ method, path }) => method === "DELETE" && path === "/auth/sessions/s2")).toBe(true));
  await waitFor(() => expect(screen.queryByText("A program")).toBeNull());
  expect(screen.queryByRole("button", { name: "Sign out everywhere else" })).toBeNull();
});

it("signs out everywhere else at once", async () => {
  const asked = answering(({ method }) => (method === "GET" ? [here, program] : new Response(null, { status: 204 })));
  show(<SessionList />);
  fireEvent.click(await screen.findByRole("button", { name: "Sign out everywhere else" }));
  await screen.findByText("Every other browser and program has been signed out, and your tokens revoked.");
  expect(asked.some(({ method, path }) => method === "DELETE" && path === "/auth/sessions")).toBe(true);
});

it("tells how much of one's share is taken, where there is one", async () => {
  answering(() => ({ recordings_bytes: 1_500_000_000, effective_quota_bytes: 6_000_000_000 }));
  show(<StorageMeter />);
  await screen.findByText("1.5 GB of 6 GB, the trash included");
  expect(screen.getByRole("progressbar", { name: "Storage" }).getAttribute("aria-valuenow")).toBe("25");
});

it("sets no bar where nothing limits it", async () => {
  answering(() => ({ recordings_bytes: 1_500_000_000, effective_quota_bytes: 0 }));
  show(<StorageMeter />);
  await screen.findByText("1.5 GB of recordings, the trash included, without a limit");
  expect(screen.queryByRole("progressbar")).toBeNull();
});

const saved = vi.hoisted(() => vi.fn<(file: Blob, name: string) => void>());
vi.mock("@/ui/save-file", () => ({ saveFile: saved }));

it("hands over what is kept of oneself, or says why not", async () => {
  let isRefused = true;
  const asked = answering(() => (isRefused ? Response.json({ code: "x", message: "Not now." }, { status: 503 }) : { conversations: [] }));
  show(<OwnData />);
  fireEvent.click(screen.getByRole("button", { name: "Save my data" }));
  await screen.findByText("Not now.");
  expect(saved).not.toHaveBeenCalled();
  isRefused = false;
  fireEvent.click(screen.getByRole("button", { name: "Save my data" }));
  await waitFor(() => expect(saved).toHaveBeenCalledTimes(1));
  expect(saved.mock.calls[0]?.[1]).toBe("my-data.json");
  expect(asked.map(({ method, path }) => [method, path])).toEqual([["GET", "/auth/me/export"], ["GET", "/auth/me/export"]]);
  expect(screen.queryByText("Not now.")).toBeNull();
});
