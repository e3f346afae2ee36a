import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

// What comes on demand has come.
import "./export-dialog";

import { ExportMenu } from "./export-menu";

it("asks for the file with what was chosen, and closes once it is there", async () => {
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }));
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  const asked = answering(() => ({}));
  show(<ExportMenu meetingId="m" title="Committee" revision={2} />);
  fireEvent.keyDown(screen.getByRole("button", { name: "Export" }), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Choose what is shown…" }));
  fireEvent.change(await screen.findByLabelText("Format"), { target: { value: "md" } });
  fireEvent.click(screen.getByLabelText("When it is said"));
  fireEvent.click(screen.getByLabelText("Numbers in place of names"));
  fireEvent.click(screen.getByRole("button", { name: "Save the file" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const query = new URLSearchParams(asked.at(-1)?.path.split("?")[1]);
  expect(Object.fromEntries(query)).toMatchObject({ format: "md", times: "false", speakers: "true", doubts: "false", anonymous: "true", revision: "2" });
  expect(query.get("timezone")).toBeTruthy();
});
