import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Session } from "@/api/types";
import { useConnection } from "@/features/session/hooks/connection";
import { show } from "@/testing";

import { isWanted, want } from "../choice";
import { NotificationChoice } from "./notification-choice";
import { NotificationOffer } from "./notification-offer";

const session = { account: { id: "claire", name: "Claire" }, csrf_token: "t", expires_at: "2999-01-01T00:00:00Z" } as Session;

function SignedIn({ children }: { children: React.ReactNode }) {
  const { keeper } = useConnection();
  useEffect(() => keeper.opened(session), [keeper]);
  return children;
}

/** A browser on an address of https that answers so when it is asked. */
function browserThat(answers: NotificationPermission, before: NotificationPermission = "default") {
  const notifications = { permission: before, requestPermission: vi.fn(async () => (notifications.permission = answers)) };
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("Notification", notifications);
  return notifications.requestPermission;
}

beforeEach(() => localStorage.clear());

it("asks the browser when the box is pressed, not before, and remembers", async () => {
  const asked = browserThat("granted");
  show(<SignedIn><NotificationChoice /></SignedIn>);
  const box = await screen.findByRole<HTMLInputElement>("checkbox");
  expect(asked).not.toHaveBeenCalled();
  fireEvent.click(box);
  await waitFor(() => expect(box.checked).toBe(true));
  expect(isWanted("claire")).toBe(true);
  fireEvent.click(box);
  await waitFor(() => expect(box.checked).toBe(false));
  expect(isWanted("claire")).toBe(false);
});

it("says when the browser refuses, and wants nothing then", async () => {
  browserThat("denied");
  show(<SignedIn><NotificationChoice /></SignedIn>);
  fireEvent.click(await screen.findByRole("checkbox"));
  await screen.findByText(/^The browser refuses notifications from this site/);
  expect(isWanted("claire")).toBe(false);
  expect(screen.getByRole<HTMLInputElement>("checkbox").disabled).toBe(true);
});

it("says that the address must be of https", async () => {
  vi.stubGlobal("isSecureContext", false);
  show(<SignedIn><NotificationChoice /></SignedIn>);
  await screen.findByText(/begins with https/);
});

it("is another person's choice where another signs in", () => {
  want("marc", true);
  expect(isWanted("claire")).toBe(false);
});

it("is offered once", async () => {
  const asked = browserThat("granted");
  const first = show(<SignedIn><NotificationOffer /></SignedIn>);
  fireEvent.click(await screen.findByRole("button", { name: "No thanks" }));
  expect(asked).not.toHaveBeenCalled();
  expect(screen.queryByRole("button")).toBeNull();
  first.unmount();
  show(<SignedIn><NotificationOffer /></SignedIn>);
  await act(async () => undefined);
  expect(screen.queryByRole("button", { name: "Notify me" })).toBeNull();
});

it("is accepted by a press", async () => {
  browserThat("granted");
  show(<SignedIn><NotificationOffer /></SignedIn>);
  fireEvent.click(await screen.findByRole("button", { name: "Notify me" }));
  await screen.findByText(/^You will be notified/);
  expect(isWanted("claire")).toBe(true);
});

it("is not offered where the browser refuses", async () => {
  browserThat("denied", "denied");
  show(<SignedIn><NotificationOffer /></SignedIn>);
  await act(async () => undefined);
  expect(screen.queryByRole("button")).toBeNull();
});
