import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import type { Tag } from "@/api/types";
import { answering, show } from "@/testing";

import { ManageTagsDialog } from "./manage-tags-dialog";

function draw() {
  let items: Tag[] = [
    { name: "CSE", meetings: 3 },
    { name: "Paris", meetings: 1 },
  ];
  const asked = answering(({ method, path, body }) => {
    if (method === "PATCH") items = items.map((tag) => (tag.name === "Paris" ? { ...tag, name: (body as { new_name: string }).new_name } : tag));
    if (method === "DELETE") items = items.filter(({ name }) => path !== `/tags?name=${name}`);
    return method === "GET" ? { items } : new Response(null, { status: 204 });
  });
  const told: [string, string | null][] = [];
  show(<ManageTagsDialog onClose={() => undefined} onChanged={(...change) => told.push(change)} />);
  return { told, asked: () => asked.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [method, path, body]) };
}

it("calls a tag otherwise, warns where two become one, and tells who filters by it", async () => {
  const { told, asked } = draw();
  fireEvent.click(await screen.findByRole("button", { name: "Rename “Paris”" }));
  const field = screen.getByRole("textbox", { name: "New name of “Paris”" });
  fireEvent.change(field, { target: { value: "cse" } });
  expect(screen.getByText("There is “CSE” already: the two become one.")).toBeTruthy();
  fireEvent.change(field, { target: { value: " Lyon  sud" } });
  fireEvent.submit(field);
  await screen.findByText("Lyon sud");
  expect(asked()).toEqual([["PATCH", "/tags", { name: "Paris", new_name: "Lyon sud" }]]);
  expect(told).toEqual([["Paris", "Lyon sud"]]);
});

it("takes a tag from every meeting after a question", async () => {
  const { told, asked } = draw();
  fireEvent.click(await screen.findByRole("button", { name: "Delete the tag “CSE”" }));
  expect(screen.getByText("Take “CSE” off 3 meetings? The meetings stay.")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  await screen.findByText("The tag “CSE” is deleted.");
  await waitFor(() => expect(screen.queryByText("CSE")).toBeNull());
  expect(asked()).toEqual([["DELETE", "/tags?name=CSE", null]]);
  expect(told).toEqual([["CSE", null]]);
});
