import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Person } from "@/api/types";
import { answering, show } from "@/testing";

import { EraseDialog } from "./erase-dialog";
import { MergePersonDialog } from "./merge-person-dialog";
import { NewPersonDialog } from "./new-person-dialog";
import { PeopleScreen } from "./people-screen";
import { RevokeDialog } from "./revoke-dialog";
import { usePerson } from "../hooks/use-people";

const address = vi.hoisted(() => ({ query: "" }));
vi.mock("next/navigation", () => ({
  useRouter: () => ({ push: vi.fn(), replace: vi.fn() }),
  useSearchParams: () => new URLSearchParams(address.query),
}));
beforeEach(() => {
  address.query = "";
});

const consent = {
  id: "c",
  given_at: "2026-03-01T09:00:00Z",
  how: "signed form",
  recorded_at: "2026-03-02T09:00:00Z",
  recorded_by: null,
  revoked_at: null,
  revoked_how: null,
  revoked_by: null,
};
const marc: Person = {
  id: "m",
  name: "Marc Lemaire",
  note: "",
  consent,
  voiceprints: 2,
  meetings: 4,
  created_at: "2026-03-01T09:00:00Z",
  updated_at: "2026-03-01T09:00:00Z",
};
const HOSTILE = '<img src=x onerror="alert(1)">';

it("shows who agreed, took it back or was never asked, and where they were heard", async () => {
  answering(() => [
    marc,
    { ...marc, id: "z", name: HOSTILE, meetings: 0, voiceprints: 0, consent: null },
    { ...marc, id: "r", name: "Zoé", voiceprints: 0, consent: { ...consent, revoked_at: "2026-05-01T09:00:00Z" } },
  ]);
  const { container } = show(<PeopleScreen />);
  await screen.findByText("Marc Lemaire");
  const rows = screen.getAllByRole("listitem").map((row) => row.textContent);
  expect(rows[0]).toContain("2 voiceprints · heard in 4 meetings");
  expect(rows[0]).toMatch(/Consent given on .*March.* 2026/);
  expect(rows[1]).toContain("No consent");
  expect(rows[2]).toMatch(/Consent taken back on .*May.* 2026/);
  expect(container.querySelector("img")).toBeNull();
  expect(screen.getByText("3 people")).toBeTruthy();
});

it("teaches what it is for while nobody is there", async () => {
  answering(() => []);
  show(<PeopleScreen />);
  expect(await screen.findByText("Ask them")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Add a first person" }));
  expect(await screen.findByRole("dialog")).toBeTruthy();
});

it("says that nobody bears the name that is sought", async () => {
  address.query = "q=xyz";
  const asked = answering(() => []);
  show(<PeopleScreen />);
  expect(await screen.findByText("No name matches.")).toBeTruthy();
  expect(asked[0]?.path).toBe("/persons?q=xyz");
});

it("adds somebody with the consent they gave, or without any", async () => {
  const asked = answering(() => marc);
  const { unmount } = show(<NewPersonDialog onClose={() => undefined} onCreated={() => undefined} />);
  const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const add = () => fireEvent.click(screen.getByRole("button", { name: "Add" }));
  fill("Name", " Marc Lemaire ");
  fill("How did they say so?", "by mail");
  fill("On which day?", "2026-03-14");
  add();
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.body).toEqual({
    name: "Marc Lemaire",
    note: "",
    another: false,
    consent: { how: "by mail", given_at: new Date("2026-03-14T00:00").toISOString() },
  });
  unmount();
  show(<NewPersonDialog onClose={() => undefined} onCreated={() => undefined} />);
  fireEvent.click(screen.getByLabelText("Not yet: their voice will not be learnt"));
  expect(screen.queryByLabelText("How did they say so?")).toBeNull();
  fill("Name", "Zoé");
  add();
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toMatchObject({ name: "Zoé", consent: null });
});

it("asks whether a second one of a name is somebody else", async () => {
  const asked = answering(({ body }) =>
    (body as { another: boolean }).another
      ? marc
      : Response.json({ code: "person_exists", message: "Somebody is called so: 0a1b.", details: {}, request_id: "r" }, { status: 409 }),
  );
  const created = vi.fn();
  show(<NewPersonDialog onClose={() => undefined} onCreated={created} />);
  fireEvent.click(screen.getByLabelText("Not yet: their voice will not be learnt"));
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "Marc Lemaire" } });
  fireEvent.click(screen.getByRole("button", { name: "Add" }));
  expect((await screen.findByRole("alert")).textContent).not.toContain("0a1b");
  fireEvent.click(screen.getByLabelText("This is somebody else"));
  fireEvent.click(screen.getByRole("button", { name: "Add" }));
  await waitFor(() => expect(created).toHaveBeenCalled());
  expect(asked.map(({ body }) => (body as { another: boolean }).another)).toEqual([false, true]);
});

it("says what goes before consent is taken back, and how it was asked for", async () => {
  const asked = answering(() => ({ ...marc, voiceprints: 0 }));
  const close = vi.fn();
  show(<RevokeDialog person={marc} onClose={close} />);
  expect(screen.getByText(/their 2 voiceprints are deleted/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText("How did they ask for it?"), { target: { value: "on the phone" } });
  fireEvent.click(screen.getByRole("button", { name: "Take back and delete" }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(asked[0]).toMatchObject({ method: "DELETE", path: "/persons/m/consent?how=on%20the%20phone" });
});

function Taught() {
  const { data } = usePerson("m");
  return <p>{data?.consent && data.consent.revoked_at === null ? "may be taught" : "may not"}</p>;
}

it("offers nothing any more that was taken back, also where the page cannot be asked for anew", async () => {
  let taken = false;
  answering(({ method }) => {
    if (method === "GET") return taken ? new Response(null, { status: 500 }) : { ...marc, consent };
    taken = true;
    return { ...marc, consent: { ...consent, revoked_at: "2026-05-01T09:00:00Z" } };
  });
  show(
    <>
      <Taught />
      <RevokeDialog person={marc} onClose={() => undefined} />
    </>,
  );
  await screen.findByText("may be taught");
  fireEvent.click(screen.getByRole("button", { name: "Take back and delete" }));
  await screen.findByText("may not");
});

it("erases only once the name was typed", async () => {
  const asked = answering(() => new Response(null, { status: 204 }));
  const erased = vi.fn();
  show(<EraseDialog person={marc} onClose={() => undefined} onErased={erased} />);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Erase for good" });
  expect(screen.getByText(/in the 4 meetings/)).toBeTruthy();
  expect(button.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText("Type the name to confirm"), { target: { value: "marc  lemaire" } });
  expect(button.disabled).toBe(false);
  fireEvent.click(button);
  await waitFor(() => expect(erased).toHaveBeenCalled());
  expect(asked[0]).toMatchObject({ method: "DELETE", path: "/persons/m" });
});

it("merges with the one that is chosen, never with oneself", async () => {
  const zoe = { ...marc, id: "z", name: "Zoé" };
  const asked = answering(({ method }) => (method === "POST" ? zoe : [marc, zoe]));
  const merged = vi.fn();
  show(<MergePersonDialog person={marc} onClose={() => undefined} onMerged={merged} />);
  const choices = await screen.findAllByRole("radio");
  expect(choices).toHaveLength(1);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "Merge" });
  expect(button.disabled).toBe(true);
  fireEvent.click(within(screen.getByRole("dialog")).getByText("Zoé"));
  fireEvent.click(button);
  await waitFor(() => expect(merged).toHaveBeenCalledWith("z"));
  expect(asked.find(({ method }) => method === "POST")).toMatchObject({ path: "/persons/m/merge", body: { into: "z" } });
});
