import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Meeting } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "./delete-dialog";
import "./empty-dialog";

import { TrashScreen } from "./trash-screen";

const put = (id: string, title: string): Meeting =>
  ({
    id,
    title,
    held_at: "2026-11-03T13:05:00Z",
    trashed_at: new Date(Date.now() - 3 * 24 * 3600 * 1000).toISOString(),
    updated_at: "2026-11-03T13:05:00Z",
    recording: { name: "a.wav", bytes: 2_000_000_000, media_type: "audio/wav" },
  }) as unknown as Meeting;

function draw(items: Meeting[]) {
  let left = items;
  const asked = answering(({ method, path, body }) => {
    if (method === "GET") return { items: left, next_cursor: null, total: left.length, recordings_bytes: 2e9 * left.length, days: 30 };
    if (method === "DELETE") left = path === "/trash" ? [] : left.filter(({ id }) => !path.endsWith(id));
    else left = left.filter(({ id }) => !(body as { meetings: string[] }).meetings.includes(id));
    return method === "DELETE" ? new Response(null, { status: 204 }) : body;
  });
  show(<TrashScreen />);
  return () => asked.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [method, path, body]);
}

it("tells how long each stays and what they take, and restores one", async () => {
  const asked = draw([put("a", "Committee"), put("b", "Budget")]);
  await screen.findByText("Committee");
  expect(screen.getAllByText("Deleted for good in 27 days").length).toBe(2);
  expect(screen.getByText(/4 GB\) still count/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Restore “Budget”" }));
  await screen.findByText("“Budget” is back among your meetings.");
  await waitFor(() => expect(screen.queryByText("Budget")).toBeNull());
  expect(asked()).toEqual([["POST", "/meetings/restore", { meetings: ["b"] }]]);
});

it("deletes for good only once the title was typed", async () => {
  const asked = draw([put("a", "Comité d’été")]);
  fireEvent.click(await screen.findByRole("button", { name: "Delete “Comité d’été” for good" }));
  const button = (await screen.findByRole("button", { name: "Delete for good" })) as HTMLButtonElement;
  expect(button.disabled).toBe(true);
  fireEvent.change(screen.getByRole("textbox"), { target: { value: "comite d'ete" } });
  expect(button.disabled).toBe(false);
  fireEvent.click(button);
  await screen.findByText("The trash is empty.");
  expect(asked()).toEqual([["DELETE", "/meetings/a", null]]);
});

it("is emptied after a question", async () => {
  const asked = draw([put("a", "One"), put("b", "Two")]);
  fireEvent.click(await screen.findByRole("button", { name: "Empty the trash" }));
  expect(await screen.findByText(/2 meetings are deleted/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Delete for good" }));
  await screen.findByText("The trash is empty.");
  expect(asked()).toEqual([["DELETE", "/trash", null]]);
});
