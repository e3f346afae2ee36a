import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { answering, show } from "@/testing";

import { SetupForm } from "./setup-form";

vi.mock("next/navigation", () => ({ useRouter: () => ({ replace: vi.fn(), refresh: vi.fn() }) }));

it("says all that is wrong at once, and asks the server only when nothing is", async () => {
  const asked = answering(({ method }) =>
    method === "GET"
      ? { needed: true, password_minimum: 14 }
      : Response.json({ code: "code_invalid", message: "This code is wrong.", details: {} }, { status: 400 }),
  );
  show(<SetupForm />);
  await screen.findByText(/At least 14 characters\. A few/);
  const fill = (label: string | RegExp, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
  fill("E-mail address", "claire");
  fill("Password", "short");
  fireEvent.click(screen.getByRole("button", { name: "Create the administrator" }));
  expect(screen.getAllByText("Please fill this in.")).toHaveLength(2); // code and name
  expect(screen.getByText("This is not an e-mail address.")).toBeTruthy();
  expect(screen.getByText("At least 14 characters are needed.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("One-time code"));
  expect(asked.filter(({ method }) => method === "POST")).toEqual([]);

  fill("E-mail address", "claire@example.org");
  expect(screen.queryByText("This is not an e-mail address.")).toBeNull();
  fill("One-time code", "WRONG");
  fill("Name", "Claire");
  fill("Password", "lampe ciseaux nuage");
  fireEvent.click(screen.getByRole("button", { name: "Create the administrator" }));
  await screen.findByText("This code is wrong.");
  await waitFor(() => expect(asked.filter(({ method }) => method === "POST")).toHaveLength(1));
});
