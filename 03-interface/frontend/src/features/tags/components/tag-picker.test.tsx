import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";

import { show } from "@/testing";

import { TagPicker } from "./tag-picker";

const KNOWN = ["Budget 2026", "CSE", "Paris"];

function Holder({ told, start = [] }: { told: (chosen: string[]) => void; start?: string[] }) {
  const [chosen, setChosen] = useState(start);
  const change = (next: string[]) => {
    setChosen(next);
    told(next);
  };
  return <TagPicker label="Tags" chosen={chosen} known={KNOWN} onChange={change} />;
}

function draw(start: string[] = []) {
  const told: string[][] = [];
  show(<Holder told={(chosen) => told.push(chosen)} start={start} />);
  const field = screen.getByRole("combobox");
  return { told, field, press: (key: string) => fireEvent.keyDown(field, { key }), type: (value: string) => fireEvent.change(field, { target: { value } }) };
}

const options = () => screen.queryAllByRole("option").map((one) => one.textContent);

it("walks through what exists by the keyboard and takes it", () => {
  const { told, field, press } = draw(["CSE"]);
  expect(field.getAttribute("aria-expanded")).toBe("false");
  press("ArrowDown");
  expect(options()).toEqual(["Budget 2026", "Paris"]);
  press("ArrowUp");
  expect(screen.getByRole("option", { selected: true }).textContent).toBe("Paris");
  press("Enter");
  expect(told).toEqual([["CSE", "Paris"]]);
  expect(field.getAttribute("aria-expanded")).toBe("false");
});

it("makes a new one of what is typed, and none twice", () => {
  const { told, press, type } = draw();
  type("  Lyon   sud ");
  expect(options()).toEqual(["Create “Lyon sud”"]);
  press("Enter");
  type("cse");
  expect(options()).toEqual(["CSE"]);
  press("Enter");
  type("lyon SUD");
  press("Enter");
  expect(told).toEqual([["Lyon sud"], ["Lyon sud", "CSE"]]);
});

it("takes the last away with Backspace in an empty field, and any by its button", () => {
  const { told, press, type } = draw(["CSE", "Paris", "x"]);
  type("a");
  press("Backspace");
  expect(told).toEqual([]);
  type("");
  press("Backspace");
  fireEvent.click(screen.getByRole("button", { name: "Take “CSE” off" }));
  expect(told).toEqual([["CSE", "Paris"], ["Paris"]]);
});

it("leaves Enter to the form while nothing is marked, and Escape to its own list first", () => {
  const { field, press, type } = draw();
  expect(press("Enter")).toBe(true);
  type("p");
  expect(press("Escape")).toBe(false);
  expect(field.getAttribute("aria-expanded")).toBe("false");
  expect(press("Escape")).toBe(true);
});
