import { QueryClient, useQueryClient } from "@tanstack/react-query";
import { act, screen } from "@testing-library/react";
import { expect, it } from "vitest";

import { answering, show } from "@/testing";

import { meetingKeys } from "../api/meetings";
import { useMeeting } from "./use-meetings";

let queries: QueryClient;

function Title() {
  queries = useQueryClient();
  const { data, error } = useMeeting("m");
  return <p>{error ? "missing" : data?.title}</p>;
}

/** As it is when a run of another meeting ends. */
const hearNews = () => act(() => queries.invalidateQueries({ queryKey: meetingKeys.all }));

it("does not ask again, at other meetings' news, for one that is not there", async () => {
  const asked = answering(() => Response.json({ code: "meeting_not_found", message: "There is no such meeting." }, { status: 404 }));
  show(<Title />);
  await screen.findByText("missing");
  await hearNews();
  expect(asked).toHaveLength(1);
});

it("asks again for one that is there", async () => {
  const asked = answering(() => ({ id: "m", title: "Committee" }));
  show(<Title />);
  await screen.findByText("Committee");
  await hearNews();
  expect(asked).toHaveLength(2);
});
