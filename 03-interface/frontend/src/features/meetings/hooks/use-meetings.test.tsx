import { useQueryClient } from "@tanstack/react-query";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import { answering, show } from "@/testing";

import { useMeeting } from "./use-meetings";
import { meetingKeys } from "../api/meetings";

/** A meeting, and a button that does what the end of another meeting's run does. */
function Title() {
  const queries = useQueryClient();
  const { data, error } = useMeeting("m");
  return (
    <>
      <p>{error ? "missing" : data?.title}</p>
      <button onClick={() => void queries.invalidateQueries({ queryKey: meetingKeys.all })}>News</button>
    </>
  );
}

const hearNews = () => fireEvent.click(screen.getByRole("button", { name: "News" }));

it("does not ask again, at other meetings' news, for one that is not there", async () => {
  const asked = answering(() => Response.json({ code: "meeting_not_found", message: "There is no such meeting." }, { status: 404 }));
  show(<Title />);
  await screen.findByText("missing");
  hearNews();
  await screen.findByText("missing");
  expect(asked).toHaveLength(1);
});

it("asks again for one that is there", async () => {
  const asked = answering(() => ({ id: "m", title: "Committee" }));
  show(<Title />);
  await screen.findByText("Committee");
  hearNews();
  await waitFor(() => expect(asked).toHaveLength(2));
});
