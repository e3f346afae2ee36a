import { useQueryClient } from "@tanstack/react-query";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { useMeeting } from "./use-meeting";
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

it("shows at once what the list said, and then what is asked", async () => {
  let answer: (response: Response) => void = () => undefined;
  const asking = vi.fn(() => new Promise<Response>((resolve) => (answer = resolve)));
  vi.stubGlobal("fetch", asking);
  function FromTheList() {
    const queries = useQueryClient();
    const [came, setCame] = useState(false);
    const list = meetingKeys.list({ q: "", status: null, tag: "", sort: "-created_at" });
    const come = () => {
      queries.setQueryData(list, { pages: [{ items: [{ id: "other" }] }, { items: [{ id: "m", title: "As the list said" }] }], pageParams: [null, "x"] });
      setCame(true);
    };
    return came ? <Title /> : <button onClick={come}>Come</button>;
  }
  show(<FromTheList />);
  fireEvent.click(screen.getByRole("button", { name: "Come" }));
  screen.getByText("As the list said");
  await waitFor(() => expect(asking).toHaveBeenCalledTimes(1));
  answer(Response.json({ id: "m", title: "As it is" }));
  await screen.findByText("As it is");
});
