import { act, fireEvent, screen } from "@testing-library/react";
import { useEffect } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Session } from "@/api/types";
import { useConnection, useSessionState } from "@/features/session/hooks/connection";
import { answering, show } from "@/testing";

import { useLeaving } from "../hooks/use-leaving";
import { waits, type Waiting } from "../waiting";
import { LeaveDialog } from "./leave-dialog";

const session = { account: { id: "claire", name: "Claire" }, csrf_token: "t", expires_at: "2999-01-01T00:00:00Z" } as Session;

let stop: () => void = () => undefined;

/** This device, on which that much waits. */
function device(...there: Waiting[]) {
  const left = { there };
  const stops = [0, 1, 2].map((at) => waits(() => left.there[at] ?? null));
  stop = () => stops.forEach((end) => end());
  return left;
}

function SignedIn() {
  const { keeper } = useConnection();
  const state = useSessionState();
  const { leave, question } = useLeaving();
  useEffect(() => keeper.opened(session), [keeper]);
  return (
    <>
      <button onClick={leave}>out</button>
      {question}
      <p>{state.status}</p>
    </>
  );
}

const draw = (onLeave: () => Promise<void>, onStay = vi.fn()) => {
  show(<LeaveDialog onStay={onStay} onLeave={onLeave} />);
  return onStay;
};

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  stop();
  vi.useRealTimers();
});

it("signs out at once where nothing waits", async () => {
  const asked = answering(() => new Response(null, { status: 204 }));
  device({ what: "edits", moving: 0, held: 0 });
  show(<SignedIn />);
  fireEvent.click(screen.getByRole("button", { name: "out" }));
  await screen.findByText("closed");
  expect(asked.map(({ path }) => path)).toEqual(["/auth/logout"]);
});

it("says what waits, and signs out only when told to", async () => {
  const asked = answering(() => new Response(null, { status: 204 }));
  device({ what: "edits", moving: 2, held: 1 }, { what: "recordings", moving: 0, held: 1 });
  show(<SignedIn />);
  fireEvent.click(screen.getByRole("button", { name: "out" }));
  await screen.findByText("2 corrections not sent yet");
  screen.getByText("a correction that waits for your choice in its meeting");
  screen.getByText(/^a recording made here that waits/);
  expect(asked).toEqual([]);
  fireEvent.click(await screen.findByRole("button", { name: "Sign out anyway" }));
  await screen.findByText("closed");
});

it("waits until everything has arrived, and then signs out", async () => {
  const left = device({ what: "edits", moving: 2, held: 0 });
  const out = vi.fn(async () => undefined);
  draw(out);
  fireEvent.click(screen.getByRole("button", { name: "Wait, then sign out" }));
  await act(async () => vi.advanceTimersByTime(2_000));
  expect(out).not.toHaveBeenCalled();
  left.there = [];
  await act(async () => vi.advanceTimersByTime(2_000));
  expect(out).toHaveBeenCalledOnce();
});

it("does not sign out by itself where what is left needs its person", async () => {
  const left = device({ what: "edits", moving: 2, held: 0 });
  const out = vi.fn(async () => undefined);
  draw(out);
  fireEvent.click(screen.getByRole("button", { name: "Wait, then sign out" }));
  left.there = [{ what: "edits", moving: 0, held: 1 }];
  await act(async () => vi.advanceTimersByTime(2_000));
  expect(out).not.toHaveBeenCalled();
  screen.getByText("a correction that waits for your choice in its meeting");
  expect(screen.queryByRole("button", { name: "Wait, then sign out" })).toBeNull();
});

it("does not offer to wait for a recording that nobody ends", () => {
  device({ what: "recording", moving: 1, held: 0 });
  const stay = draw(async () => undefined);
  screen.getByText("a recording being made, which signing out ends");
  expect(screen.queryByRole("button", { name: "Wait, then sign out" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Stay signed in" }));
  expect(stay).toHaveBeenCalledOnce();
});
