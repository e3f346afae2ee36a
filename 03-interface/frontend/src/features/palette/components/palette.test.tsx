import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { Palette } from "./palette";

const push = vi.fn<(address: string) => void>();
vi.mock("next/navigation", () => ({ usePathname: () => "/meetings", useRouter: () => ({ push }) }));

beforeEach(() => {
  push.mockClear();
  Element.prototype.scrollIntoView = () => undefined;
});

const meeting = { id: "m", title: "Comité d’été", held_at: "2026-11-03T13:05:00Z", created_at: "2026-11-03T13:05:00Z" };

async function open() {
  answering(({ path }) => (path.startsWith("/meetings") ? { items: path.includes("q=budget") ? [] : [meeting], next_cursor: null, total: 1 } : {}));
  show(
    <>
      <textarea aria-label="Text" />
      <Palette />
    </>,
  );
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  return await screen.findByRole("combobox");
}

it("leads to a place by its name and to a meeting by its title, by keys alone", async () => {
  const line = await open();
  fireEvent.change(line, { target: { value: "peop" } });
  expect(screen.getByRole("option", { name: "People" }).getAttribute("aria-selected")).toBe("true");
  expect(line.getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { name: "People" }).id);
  fireEvent.keyDown(line, { key: "ArrowDown" });
  await waitFor(() => expect(screen.getByRole("option", { name: /^Comité/ }).getAttribute("aria-selected")).toBe("true"));
  fireEvent.keyDown(line, { key: "ArrowUp" });
  fireEvent.keyDown(line, { key: "Enter" });
  expect(push).toHaveBeenCalledWith("/people");
  expect(screen.queryByRole("combobox")).toBeNull();
});

it("searches what was said for words that are no place", async () => {
  const line = await open();
  fireEvent.change(line, { target: { value: "budget & co" } });
  await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
  fireEvent.click(screen.getByRole("option"));
  expect(push).toHaveBeenCalledWith("/search?q=budget%20%26%20co");
});

it("tells the key of what somebody wants to do", async () => {
  const line = await open();
  fireEvent.change(line, { target: { value: "cursor next" } });
  const found = await screen.findByRole("option", { name: "Give the words after the cursor to the next utterance Alt+↓" });
  fireEvent.click(found);
  expect(await screen.findByText("While correcting a text")).toBeTruthy();
  expect(screen.getByText("Ctrl+Enter")).toBeTruthy();
});

it("tells the keys at a question mark, but not to who types one", async () => {
  answering(() => ({}));
  show(
    <>
      <textarea aria-label="Text" />
      <Palette />
    </>,
  );
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "?" });
  expect(screen.queryByRole("dialog")).toBeNull();
  fireEvent.keyDown(document.body, { key: "?" });
  expect(await screen.findByText("Slower or faster")).toBeTruthy();
});
