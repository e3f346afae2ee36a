import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { LearnDialog } from "./learn-dialog";

const zoe = { id: "z", name: "Zoé", note: "", consent: null, voiceprints: 0, meetings: 0, created_at: "2026-03-01T09:00:00Z", updated_at: "2026-03-01T09:00:00Z" };
const given = { id: "c", given_at: "2026-03-01T09:00:00Z", how: "form", recorded_at: "2026-03-01T09:00:00Z", recorded_by: null, revoked_at: null, revoked_how: null, revoked_by: null };

function open(people: unknown[], name: string | null) {
  const asked = answering(({ method, path }) => {
    if (path.startsWith("/persons") && method === "GET") return people;
    return path.startsWith("/persons") ? { ...zoe, id: path === "/persons" ? "n" : "z" } : { meeting_id: "m", changed: [] };
  });
  const close = vi.fn();
  show(<LearnDialog meetingId="m" speaker={{ id: "s1", number: 1, name }} onClose={close} />);
  const acts = () => asked.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [method, path, body]);
  return { close, acts };
}

const say = (how: string) => fireEvent.change(screen.getByLabelText("How did they say so?"), { target: { value: how } });
const learn = () => fireEvent.click(screen.getByRole("button", { name: "Learn this voice" }));

it("learns the voice of somebody who agreed, without asking again", async () => {
  const { close, acts } = open([{ ...zoe, consent: given }], null);
  fireEvent.click(await screen.findByText("Zoé"));
  expect(screen.queryByLabelText("How did they say so?")).toBeNull();
  learn();
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(acts()).toEqual([["PATCH", "/meetings/m/speakers/s1", { person_id: "z", teach: true }]]);
});

it("asks first how somebody agreed who has not", async () => {
  const { close, acts } = open([zoe], null);
  fireEvent.click(await screen.findByText("Zoé"));
  say("by mail");
  learn();
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(acts().map(([method, path]) => `${method as string} ${path as string}`)).toEqual([
    "POST /persons/z/consent",
    "PATCH /meetings/m/speakers/s1",
  ]);
});

it("adds somebody new under the name that the speaker bears", async () => {
  const { close, acts } = open([], "Nell");
  fireEvent.click(await screen.findByText("Add “Nell”"));
  say("in the meeting");
  learn();
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(acts()[0]).toMatchObject(["POST", "/persons", { name: "Nell", consent: { how: "in the meeting" } }]);
  expect(acts()[1]).toEqual(["PATCH", "/meetings/m/speakers/s1", { person_id: "n", teach: true }]);
});

it("says that it needs the network, and keeps what was chosen until that is back", async () => {
  const { close, acts } = open([{ ...zoe, consent: given }], null);
  fireEvent.click(await screen.findByText("Zoé"));
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  fireEvent(window, new Event("offline"));
  expect(await screen.findByText(/^Learning a voice needs the network/)).toBeTruthy();
  learn();
  vi.restoreAllMocks();
  fireEvent(window, new Event("online"));
  expect(acts(), "nothing is kept for later").toEqual([]);
  learn();
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(acts()).toHaveLength(1);
});
