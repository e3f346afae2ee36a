import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";

import type { User } from "@/api/types";
import { answering, show } from "@/testing";

import { QuotaDialog } from "./quota-dialog";
import { UsersScreen } from "./users-screen";

const bob: User = {
  id: "b",
  email: "bob@example.org",
  name: "Bob",
  role: "member",
  language: "en",
  disabled: false,
  password_set: true,
  created_at: "2026-11-03T13:05:00Z",
  recordings_bytes: 1_500_000_000,
  quota_bytes: null,
  effective_quota_bytes: 5_000_000_000,
};

it("shows what each has stored and may store", async () => {
  answering(({ path }) => (path === "/users" ? { items: [bob, { ...bob, id: "z", name: "Zoe", effective_quota_bytes: 0 }] } : {}));
  show(<UsersScreen />);
  await screen.findByText(/1\.5 GB of 5 GB stored/);
  expect(screen.getByText(/· 1\.5 GB stored/)).toBeTruthy();
});

it("gives an account a limit of its own, none, and the one of all again", async () => {
  const asked = answering(() => bob);
  show(<QuotaDialog user={bob} onClose={() => undefined} />);
  const choose = (kind: string) => fireEvent.change(screen.getByLabelText("Limit"), { target: { value: kind } });
  const save = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));
  const saved = () => asked.filter(({ method }) => method === "PATCH").map(({ path, body }) => [path, body]);
  expect(screen.queryByLabelText("Gigabytes")).toBeNull();
  choose("own");
  expect((screen.getByLabelText("Gigabytes") as HTMLInputElement).value).toBe("5");
  fireEvent.change(screen.getByLabelText("Gigabytes"), { target: { value: "7.5" } });
  save();
  await waitFor(() => expect(saved()).toEqual([["/users/b", { quota_bytes: 7_500_000_000 }]]));
  for (const [kind, quota_bytes] of [["none", 0], ["default", null]] as const) {
    await waitFor(() => expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", false));
    choose(kind);
    save();
    await waitFor(() => expect(saved().at(-1)).toEqual(["/users/b", { quota_bytes }]));
  }
});
