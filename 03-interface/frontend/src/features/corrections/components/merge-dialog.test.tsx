import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { EditsOf } from "@/features/edits/hooks/edits-provider";
import { answering, show } from "@/testing";

import { MergeDialog } from "./merge-dialog";

it("gives everything a voice said to the one that is chosen", async () => {
  const asked = answering(() => ({ meeting_id: "m", changed: ["c"] }));
  const close = vi.fn();
  const speakers = [
    { id: "s1", number: 1, name: "Claire" },
    { id: "s2", number: 2, name: null },
  ];
  const [claire, second] = speakers;
  if (!claire || !second) throw new Error("two voices");
  show(
    <EditsOf account="a">
      <MergeDialog meetingId="m" speaker={second} speakers={speakers} onClose={close} />
    </EditsOf>,
  );
  expect(screen.queryByRole("button", { name: "Speaker 2" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Claire" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toEqual({ method: "POST", path: "/meetings/m/speakers/s2/merge", body: { into: "s1" } });
});
