import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import { answering, show } from "@/testing";

import { GlossaryScreen } from "./glossary-screen";
import { ImportReport } from "./import-report";

it("puts terms in, and takes one out with the way back", async () => {
  let terms = ["CSSCT"];
  const asked = answering(({ method, body }) => {
    if (method === "PATCH") {
      const { add, remove } = body as { add: string[]; remove: string[] };
      terms = [...terms.filter((term) => !remove.includes(term)), ...add];
    }
    return { terms, most: 100 };
  });
  show(<GlossaryScreen />);
  await screen.findByText("CSSCT");
  fireEvent.change(screen.getByLabelText("New terms"), { target: { value: "Kerouédan, R&D" } });
  fireEvent.click(screen.getByRole("button", { name: "Add" }));
  await screen.findByText("Kerouédan");
  expect(asked.at(-1)).toEqual({ method: "PATCH", path: "/glossary", body: { add: ["Kerouédan", "R&D"], remove: [] } });
  fireEvent.click(screen.getByRole("button", { name: "Take out CSSCT" }));
  await waitFor(() => expect(screen.queryByText("CSSCT")).toBeNull());
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  await screen.findByText("CSSCT");
});

it("keeps what was typed where it is refused, and says why", async () => {
  answering(({ method }) =>
    method === "GET" ? { terms: [], most: 100 } : Response.json({ code: "glossary_invalid", message: "The glossary is not valid." }, { status: 422 }),
  );
  show(<GlossaryScreen />);
  await screen.findByText("No terms yet");
  fireEvent.change(screen.getByLabelText("New terms"), { target: { value: "<b>" } });
  fireEvent.click(screen.getByRole("button", { name: "Add" }));
  await screen.findByText("The glossary is not valid.");
  expect((screen.getByLabelText("New terms") as HTMLInputElement).value).toBe("<b>");
});

it("tells each line of a file that was not taken", () => {
  const faults = [{ line: 7, text: "<b>", code: "glossary_invalid", message: "The glossary is not valid." }];
  show(<ImportReport report={{ terms: [], most: 100, added: 2, known: 1, faults, faulty: 1 }} onClose={() => undefined} />);
  expect(screen.getByText("2 terms added, 1 there already.")).toBeTruthy();
  expect(screen.getByText("Line 7")).toBeTruthy();
  expect(screen.getByText("<b>")).toBeTruthy();
});
