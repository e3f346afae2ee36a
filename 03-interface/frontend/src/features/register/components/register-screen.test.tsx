import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { RegisterScreen } from "./register-screen";

let query = "";
const push = vi.fn<(address: string) => void>();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }), useSearchParams: () => new URLSearchParams(query) }));

beforeEach(() => {
  query = "";
});

const action = {
  id: "a",
  kind: "action",
  text: "Write to the mayor <b>.",
  utterance_ids: ["gone", "u"],
  owner: { name: "Claire", speaker_id: "s" },
  due: { said: "Friday", day: "2020-03-13" },
  status: "open",
  meeting: { id: "m", title: "Committee", held_on: "2020-03-10" },
};
const page = { items: [action], next_cursor: null };

it("shows who does what by when, and where it was said", async () => {
  answering(() => page);
  show(<RegisterScreen />);
  await screen.findByText("Write to the mayor <b>.");
  screen.getByText("Claire");
  screen.getByText("overdue");
  expect(screen.getByRole("link", { name: "Committee" }).getAttribute("href")).toBe("/meetings/m/minutes");
});

it("shows an open question as one, which nobody ticks off", async () => {
  answering(() => ({ ...page, items: [{ ...action, kind: "question", text: "Who pays?", owner: null, due: null, status: null }] }));
  show(<RegisterScreen />);
  await screen.findByText("Who pays?");
  screen.getByText("Open question");
  expect(screen.queryByRole("checkbox")).toBeNull();
});

it("asks for open questions alone", async () => {
  query = "kind=question";
  const asked = answering(() => page);
  show(<RegisterScreen />);
  await screen.findByText("Write to the mayor <b>.");
  expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Kind" }).selectedOptions[0]?.text).toBe("Open questions");
  expect(new URLSearchParams(asked[0]?.path.split("?")[1]).get("kind")).toBe("question");
});

it("opens the meeting at the second at which it was said", async () => {
  const cited = (id: string, start: number | null) => ({ utterance_id: id, start, end: start, text: start === null ? null : "I will write." });
  answering(({ path }) => (path.startsWith("/register") ? page : { sections: [{ items: [{ id: "a", citations: [cited("gone", null), cited("u", 61.8)] }] }] }));
  show(<RegisterScreen />);
  fireEvent.click(await screen.findByRole("button", { name: "Listen in “Committee”" }));
  await waitFor(() => expect(push).toHaveBeenCalledWith("/meetings/m?t=61"));
});

it("asks for what the address says", async () => {
  query = "kind=action&status=open&owner=Claire&from=2026-03-01&q=mayor";
  const asked = answering(() => page);
  show(<RegisterScreen />);
  await screen.findByText("Write to the mayor <b>.");
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.path.split("?")[1]))).toMatchObject({ kind: "action", status: "open", owner: "Claire", due_from: "2026-03-01", q: "mayor", sort: "due" });
});

it("ticks an action off at once, and takes that back", async () => {
  const asked = answering(({ method }) => (method === "GET" ? page : {}));
  show(<RegisterScreen />);
  const box = await screen.findByRole<HTMLInputElement>("checkbox", { name: "Done: Write to the mayor <b>." });
  fireEvent.click(box);
  await waitFor(() => expect(box.checked).toBe(true));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(asked.filter(({ method }) => method === "PATCH").map(({ path, body }) => [path, body])).toEqual([
    ["/register/a", { status: "done" }],
    ["/register/a", { status: "open" }],
  ]));
  expect(box.checked).toBe(false);
});

it("does not show as done what the API refused", async () => {
  answering(({ method }) => (method === "GET" ? page : Response.json({ code: "x", message: "Not yours." }, { status: 404 })));
  show(<RegisterScreen />);
  const box = await screen.findByRole<HTMLInputElement>("checkbox");
  fireEvent.click(box);
  await screen.findByText("Not yours.");
  expect(box.checked).toBe(false);
});

it("says where to begin while nothing is there", async () => {
  answering(() => ({ items: [], next_cursor: null }));
  show(<RegisterScreen />);
  await screen.findByRole("heading", { name: "Nothing to follow yet" });
  expect(screen.queryByRole("searchbox")).toBeNull();
});

it("says that nothing matches while something narrows it", async () => {
  query = "status=done";
  answering(() => ({ items: [], next_cursor: null }));
  show(<RegisterScreen />);
  await screen.findByText("Nothing matches.");
});
