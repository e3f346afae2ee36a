import { File as FileOfDisk } from "node:buffer";

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { DocumentTemplate, MinutesTemplate } from "@/api/types";
import { answering, show } from "@/testing";

// What comes on demand has come.
import "@radix-ui/react-dropdown-menu";
import "./new-document-dialog";
import "./new-template-dialog";

import { TemplateScreen } from "./template-screen";
import { TemplatesScreen } from "./templates-screen";

const push = vi.fn<(address: string) => void>();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }), usePathname: () => "/" }));

const OWN = "a".repeat(32);
const general: MinutesTemplate = {
  key: "general",
  name: "General",
  language: "en",
  builtin: true,
  sections: [{ key: "decisions", title: "Decisions", kind: "decisions" }, { key: "votes", title: "Votes", kind: "text" }],
};
const mine: MinutesTemplate = { ...general, key: OWN, name: "Town <b>", builtin: false };
const document: DocumentTemplate = { id: "d".repeat(32), name: "Letterhead <i>", shared: true, mine: true, size: 12_000, created_at: "2026-03-14T10:00:00Z" };

let templates: MinutesTemplate[];
let documents: DocumentTemplate[];

beforeEach(() => {
  templates = [general, mine];
  documents = [document];
  push.mockClear();
});

/** An API that holds these templates and documents. */
function api(more: (asked: { method: string; path: string; body: unknown }) => unknown = () => undefined) {
  const asked = answering((one) => {
    const given = more(one);
    if (given !== undefined) return given;
    const { method, path, body } = one as { method: string; path: string; body: Partial<MinutesTemplate> };
    if (path === "/minutes-templates" && method === "POST") return { ...body, key: "b".repeat(32), builtin: false };
    if (path === "/minutes-templates") return templates;
    if (path === `/minutes-templates/${OWN}` && method === "PATCH") return { ...mine, ...body };
    if (path === "/document-templates" && method === "GET") return { items: documents, most: 20 };
    return null;
  });
  return { asked, changes: () => asked.filter(({ method }) => method !== "GET") };
}

const titles = () => screen.getAllByRole<HTMLInputElement>("textbox", { name: /^Title of section/ }).map(({ value }) => value);

it("makes a template of one's own from one of the product's, and opens it", async () => {
  const { changes } = api();
  show(<TemplatesScreen />);
  fireEvent.click(await screen.findByRole("button", { name: "Copy “General”…" }));
  expect((await screen.findByRole<HTMLInputElement>("textbox", { name: "Name" })).value).toBe("General (copy)");
  fireEvent.change(screen.getByRole("textbox", { name: "Name" }), { target: { value: "Mine" } });
  fireEvent.click(screen.getByRole("button", { name: "Make the template" }));
  await waitFor(() => expect(push).toHaveBeenCalledWith(`/templates/${"b".repeat(32)}`));
  expect(changes()).toMatchObject([{ path: "/minutes-templates", body: { name: "Mine", language: "en", sections: general.sections } }]);
});

it("makes an empty one, which has a section all the same", async () => {
  const { changes } = api();
  show(<TemplatesScreen />);
  fireEvent.click(await screen.findByRole("button", { name: "New template…" }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "Mine" } });
  fireEvent.click(screen.getByRole("button", { name: "Make the template" }));
  await waitFor(() => expect(changes()).toMatchObject([{ body: { name: "Mine", sections: [{ kind: "decisions", title: "Decisions" }] } }]));
});

it("deletes a template with a way back", async () => {
  const { changes } = api();
  show(<TemplatesScreen />);
  fireEvent.keyDown(await screen.findByRole("button", { name: "Actions: Town <b>" }), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  await waitFor(() => expect(screen.queryByRole("link", { name: "Town <b>" })).toBeNull());
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(changes()).toMatchObject([{ method: "DELETE", path: `/minutes-templates/${OWN}` }, { method: "POST", body: { name: "Town <b>", sections: mine.sections } }]));
});

it("keeps what is typed once it is whole", async () => {
  const { changes } = api();
  show(<TemplateScreen id={OWN} />);
  const title = await screen.findByRole("textbox", { name: "Title of section 2" });
  fireEvent.change(title, { target: { value: "" } });
  fireEvent.blur(title);
  screen.getByText(/^Not saved yet: the template needs/);
  expect(changes()).toEqual([]);
  fireEvent.change(title, { target: { value: "Ballots" } });
  fireEvent.blur(title);
  await waitFor(() => expect(changes()).toMatchObject([{ method: "PATCH", path: `/minutes-templates/${OWN}`, body: { name: "Town <b>", sections: [general.sections[0], { key: "votes", title: "Ballots", kind: "text" }] } }]));
  await screen.findByText("Saved");
});

it("moves, adds and takes out sections, with a way back", async () => {
  const { changes } = api();
  show(<TemplateScreen id={OWN} />);
  fireEvent.keyDown(await screen.findByRole("textbox", { name: "Title of section 2" }), { key: "ArrowUp", altKey: true });
  expect(titles()).toEqual(["Votes", "Decisions"]);
  fireEvent.click(screen.getByRole("button", { name: "Take section 1 out" }));
  expect(titles()).toEqual(["Decisions"]);
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Take section 1 out" }).disabled).toBe(true);
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(titles()).toEqual(["Votes", "Decisions"]);
  fireEvent.click(screen.getByRole("button", { name: "Add a section" }));
  expect(titles()).toEqual(["Votes", "Decisions", ""]);
  // Of each written kind there is one.
  const kinds = within(screen.getByRole("combobox", { name: "Content of section 3" }));
  expect(kinds.getByRole<HTMLOptionElement>("option", { name: "Decisions" }).disabled).toBe(true);
  expect(kinds.getByRole<HTMLOptionElement>("option", { name: "Actions" }).disabled).toBe(false);
  await waitFor(() => expect(changes()).toHaveLength(3));
});

it("leaves on the page what could not be saved, with a way to try again", async () => {
  let down = true;
  const { changes } = api(({ method }) => (method === "PATCH" && down ? Response.json({ code: "unavailable", message: "Not now." }, { status: 503 }) : undefined));
  show(<TemplateScreen id={OWN} />);
  const name = await screen.findByRole("textbox", { name: "Name of the template" });
  fireEvent.change(name, { target: { value: "Village" } });
  fireEvent.blur(name);
  await screen.findByText("Not now.");
  down = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("Saved");
  expect(changes().at(-1)).toMatchObject({ body: { name: "Village" } });
});

it("does not open what the product brings, or somebody else's", async () => {
  api();
  show(<TemplateScreen id="general" />);
  await screen.findByRole("heading", { name: "There is no such template" });
});

it("says what is wrong with a Word document, and takes it put right", async () => {
  let wrong = true;
  const { changes } = api(({ method, path }) => {
    if (method !== "POST" || !path.startsWith("/document-templates")) return undefined;
    return wrong ? Response.json({ code: "document_template_field_unknown", message: "No field “weather”." }, { status: 422 }) : document;
  });
  show(<TemplatesScreen />);
  // Those of the page's stand-in cannot be sent.
  const choose = (label: string, name: string, content: string) =>
    fireEvent.change(screen.getByLabelText(label, { selector: "input" }), { target: { files: [new FileOfDisk([content], name)] } });
  await screen.findByText("Letterhead <i>");
  choose("Add a document…", "Town hall.docx", "wrong");
  expect((await screen.findByLabelText<HTMLInputElement>("Name")).value).toBe("Town hall");
  expect(screen.queryByText("Offer it to all accounts"), "administrators only").toBeNull();
  fireEvent.click(screen.getByText("Add"));
  await screen.findByText("No field “weather”.");
  wrong = false;
  choose("Another file…", "Right.docx", "right");
  expect(screen.queryByText("No field “weather”.")).toBeNull();
  fireEvent.click(screen.getByText("Add"));
  await waitFor(() => expect(screen.queryByText("Right.docx")).toBeNull());
  expect(changes().map(({ path, body }) => [path, body])).toEqual(["wrong", "right"].map((content) => ["/document-templates?name=Town%20hall&shared=false", content]));
});

it("says that a file is gone, not that the server is", async () => {
  const { changes } = api();
  show(<TemplatesScreen />);
  await screen.findByText("Letterhead <i>");
  const gone = Object.assign(new FileOfDisk([""], "Gone.docx"), { arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) });
  fireEvent.change(screen.getByLabelText("Add a document…", { selector: "input" }), { target: { files: [gone] } });
  fireEvent.click(await screen.findByText("Add"));
  await screen.findByText(/^This file can no longer be read/);
  expect(changes()).toEqual([]);
});

it("deletes a Word document with a way back", async () => {
  const { changes } = api();
  show(<TemplatesScreen />);
  fireEvent.keyDown(await screen.findByRole("button", { name: "Actions: Letterhead <i>" }), { key: "Enter" });
  fireEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(changes().map(({ method, path }) => [method, path])).toEqual([
    ["DELETE", `/document-templates/${document.id}`],
    ["POST", "/document-templates?name=Letterhead%20%3Ci%3E&shared=true"],
  ]));
});
