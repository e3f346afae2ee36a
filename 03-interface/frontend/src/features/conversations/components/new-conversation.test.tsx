import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { NewConversation } from "./new-conversation";
import { AskingProvider } from "../hooks/asking";

let query = "";
const push = vi.fn<(address: string) => void>();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }), usePathname: () => "/chat", useSearchParams: () => new URLSearchParams(query) }));

beforeEach(() => {
  query = "";
  push.mockClear();
});

const meeting = (id: string, title: string) => ({ id, title, held_at: "2026-03-10T10:00:00Z", created_at: "2026-03-10T10:00:00Z" });
const ASIDE = { "/conversations/offer": { model: null, meaning: false } };

function draw(begun: unknown = { id: "c", messages: [] }) {
  const asked = answering(({ method, path }) => {
    if (path === "/conversations") return begun;
    if (method === "POST") return new Response("", { headers: { "Content-Type": "text/event-stream" } });
    if (path.startsWith("/meetings?")) return { items: [meeting("a", "Lift <b>"), meeting("b", "Bikes")], next_cursor: null };
    return path.startsWith("/meetings/") ? meeting("f".repeat(32), "Council") : { id: "c", messages: [] };
  }, ASIDE);
  show(
    <AskingProvider>
      <NewConversation />
    </AskingProvider>,
  );
  const posts = () => asked.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]);
  return { posts };
}

it("begins with all meetings by a question that stands there, and goes to the conversation", async () => {
  const { posts } = draw();
  fireEvent.click(screen.getByRole("button", { name: "What was decided about the budget?" }));
  fireEvent.click(screen.getByRole("button", { name: "Ask" }));
  await waitFor(() => expect(push).toHaveBeenCalledWith("/chat/c"));
  await waitFor(() =>
    expect(posts()).toEqual([
      ["/conversations", { meeting_ids: null }],
      ["/conversations/c/messages", { question: "What was decided about the budget?", language: null }],
    ]),
  );
});

it("asks the meetings that were ticked, and none where none is", async () => {
  const { posts } = draw();
  fireEvent.click(screen.getByRole("radio", { name: "Some meetings" }));
  const box = screen.getByRole("textbox", { name: "Your question" });
  fireEvent.change(box, { target: { value: "Why?" } });
  fireEvent.keyDown(box, { key: "Enter" });
  screen.getByText("Choose at least one meeting.");
  fireEvent.click(await screen.findByRole("checkbox", { name: /^Lift <b>/ }));
  fireEvent.click(screen.getByRole("checkbox", { name: /^Bikes/ }));
  fireEvent.click(screen.getByRole("button", { name: "Do not ask “Lift <b>”" }));
  fireEvent.keyDown(box, { key: "Enter" });
  await waitFor(() => expect(push).toHaveBeenCalledOnce());
  expect(posts()[0]).toEqual(["/conversations", { meeting_ids: ["b"] }]);
});

it("takes the meeting that the address names", async () => {
  query = `meeting=${"f".repeat(32)}`;
  draw();
  await screen.findByRole("button", { name: "Do not ask “Council”" });
  screen.getByRole("button", { name: "Who has to do what, and by when?" });
});

it("says who answers, and keeps what was typed where it cannot begin", async () => {
  draw(Response.json({ code: "meeting_not_found", message: "This meeting is gone." }, { status: 404 }));
  await screen.findByText(/^No language model is installed: .* They are found by their words only\.$/);
  const box = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Your question" });
  fireEvent.change(box, { target: { value: "Why?" } });
  fireEvent.keyDown(box, { key: "Enter" });
  await screen.findByText("This meeting is gone.");
  expect([box.value, push.mock.calls.length]).toEqual(["Why?", 0]);
});
