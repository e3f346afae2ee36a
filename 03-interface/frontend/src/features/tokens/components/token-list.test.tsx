import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import type { ApiToken } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "./new-token-dialog";
import "./revoke-token-dialog";

import { TokenList } from "./token-list";

const token: ApiToken = {
  id: "k",
  name: "<b>Nightly</b> export",
  scope: "read",
  created_at: "2026-11-03T13:05:00Z",
  expires_at: "2027-02-01T13:05:00Z",
  used_at: null,
};

it("makes a token and shows its secret once", async () => {
  let tokens: ApiToken[] = [];
  const asked = answering(({ method }) => {
    if (method !== "POST") return tokens;
    tokens = [token];
    return { ...token, secret: "scribe_abc" };
  });
  show(<TokenList />);
  fireEvent.click(await screen.findByRole("button", { name: "Make a token" }));
  fireEvent.change(await screen.findByLabelText("Name"), { target: { value: " Nightly " } });
  fireEvent.change(screen.getByLabelText("It may"), { target: { value: "write" } });
  fireEvent.change(screen.getByLabelText("Good for"), { target: { value: "30" } });
  fireEvent.click(screen.getByRole("button", { name: "Make" }));
  expect(await screen.findByText("scribe_abc")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Copy" }));
  expect(asked).toContainEqual({ method: "POST", path: "/auth/tokens", body: { name: "Nightly", scope: "write", days: 30 } });
  fireEvent.mouseDown(screen.getByRole("dialog"));
  expect(screen.queryByText("scribe_abc"), "pressed beside it").toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Done" }));
  expect(screen.queryByText("scribe_abc")).toBeNull();
  expect(await screen.findByText(token.name)).toBeTruthy();
  expect(screen.getByText(/^read · until .*2027 · never used$/)).toBeTruthy();
});

it("revokes one after asking", async () => {
  const asked = answering(({ method }) => (method === "GET" ? [token] : new Response(null, { status: 204 })));
  show(<TokenList />);
  fireEvent.click(await screen.findByRole("button", { name: `Revoke ${token.name}` }));
  const revoke = await screen.findByRole("button", { name: "Revoke now" });
  expect(asked.some(({ method }) => method === "DELETE")).toBe(false);
  fireEvent.click(revoke);
  await waitFor(() => expect(asked).toContainEqual({ method: "DELETE", path: "/auth/tokens/k", body: null }));
});
