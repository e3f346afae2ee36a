import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useEffect } from "react";
import { expect, it, vi } from "vitest";

import type { Conversation, Message } from "@/api/types";
import { PlaybackProvider, usePlayback } from "@/features/playback/hooks/playback-provider";
import { answering, show } from "@/testing";

import { MeetingChat } from "./meeting-chat";

vi.mock("next/navigation", () => ({ useRouter: () => ({}), usePathname: () => "/meetings/m", useSearchParams: () => new URLSearchParams() }));

const OFFER = { "/conversations/offer": { model: null, meaning: true } };
const CITATION = {
  number: 1,
  meeting_id: "m",
  meeting_title: "Council",
  recorded_on: "2026-03-10",
  imported: false,
  utterance_ids: ["u"],
  start_ms: 12_000,
  end_ms: 16_000,
  speaker: "Claire",
  text: "We keep it.",
};
const message = { id: "q1", question: "What was decided?", status: "passages", sentences: [], citations: [CITATION], listed: [], model: null, code: null } as unknown as Message;
const conversation = { id: "c", title: "What was decided?", meetings: [{ id: "m", title: "Council" }], messages: [message] } as unknown as Conversation;

function draw(known: Conversation[]) {
  const asked = answering(({ method, path }) => {
    if (path.startsWith("/conversations?")) return { items: known, next_cursor: null };
    if (path === "/conversations") return { ...conversation, id: "n", title: "", messages: [] };
    if (method === "POST") return new Response(`event: done\ndata: ${JSON.stringify({ message })}\n\n`, { headers: { "Content-Type": "text/event-stream" } });
    return path === "/conversations/n" ? { ...conversation, id: "n" } : conversation;
  }, OFFER);
  show(
    <PlaybackProvider meetingId="m" duration={60} start={null}>
      <MeetingChat meetingId="m" />
    </PlaybackProvider>,
  );
  return asked;
}

it("goes on with the last conversation about the meeting, and plays what it cites in the meeting's player", async () => {
  const asked = draw([conversation]);
  fireEvent.click(await screen.findByRole("button", { name: "Listen at 0:12" }));
  const player = document.querySelector("audio");
  if (!player) throw new Error("no player");
  Object.defineProperty(player, "readyState", { value: HTMLMediaElement.HAVE_METADATA });
  fireEvent.click(screen.getByRole("button", { name: "Listen at 0:12" }));
  expect(player.currentTime).toBe(12);
  expect(asked[0]?.path).toBe("/conversations?meeting_id=m");
  // The page shows that meeting already.
  expect(screen.queryByRole("link", { name: "Council" })).toBeNull();
});

it("shows in an imported transcript what it cites, which nobody can hear", async () => {
  const times: number[] = [];
  const onShow = vi.fn();
  function Follower() {
    const playback = usePlayback();
    useEffect(() => playback.onTime((time) => void times.push(time)), [playback]);
    return null;
  }
  const imported = { ...conversation, messages: [{ ...message, sentences: [{ text: "That.", citations: [1] }], status: "answered", citations: [{ ...CITATION, imported: true }] }] };
  answering(({ path }) => (path.startsWith("/conversations?") ? { items: [imported], next_cursor: null } : imported), OFFER);
  show(
    <PlaybackProvider meetingId="m" duration={60} start={null} silent>
      <Follower />
      <MeetingChat meetingId="m" onShow={onShow} />
    </PlaybackProvider>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Show the passage at 0:12" }));
  expect(times.at(-1)).toBe(12);
  expect(onShow).toHaveBeenCalledOnce();
  screen.getByRole("button", { name: "Citation 1: Claire, at 0:12. Show it in the transcript" });
  expect(screen.queryByRole("button", { name: /Listen/ })).toBeNull();
});

it("begins one about this meeting alone", async () => {
  const asked = draw([]);
  fireEvent.click(await screen.findByRole("button", { name: "What was decided?" }));
  fireEvent.click(screen.getByRole("button", { name: "Ask" }));
  await screen.findByText("We keep it.");
  await waitFor(() =>
    expect(asked.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body])).toEqual([
      ["/conversations", { meeting_ids: ["m"] }],
      ["/conversations/n/messages", { question: "What was decided?", language: null }],
    ]),
  );
});
