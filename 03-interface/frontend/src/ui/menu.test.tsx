import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import { show } from "@/testing";

// Each test meets the library as a fresh page does: not there yet.
beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("PointerEvent", MouseEvent); // jsdom has none
});

async function button() {
  const { Menu, MenuItem } = await import("./menu");
  show(
    <Menu trigger={<button type="button">More</button>}>
      <MenuItem>Remove</MenuItem>
    </Menu>,
  );
  return screen.getByRole("button", { name: "More" });
}

it("opens at the first press, without giving the button the focus that the menu gets", async () => {
  const more = await button();
  expect(more.getAttribute("aria-haspopup")).toBe("menu");
  expect(fireEvent.pointerDown(more, { button: 0 })).toBe(false);
  expect(await screen.findByRole("menuitem", { name: "Remove" })).toBeTruthy();
});

it.each(["Enter", " ", "ArrowDown"])("opens at the key %j and begins at the first item", async (key) => {
  const more = await button();
  more.focus();
  expect(fireEvent.keyDown(more, { key })).toBe(false);
  const item = await screen.findByRole("menuitem", { name: "Remove" });
  await vi.waitFor(() => expect(document.activeElement).toBe(item));
});

it("leaves whoever is on the button there when the library has come", async () => {
  const more = await button();
  more.focus();
  await vi.waitFor(() => expect(screen.getByRole("button", { name: "More" })).not.toBe(more));
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "More" }));
});

it("does not open at another button of the mouse", async () => {
  const more = await button();
  expect(fireEvent.pointerDown(more, { button: 2 })).toBe(true);
  expect(screen.queryByRole("menuitem")).toBeNull();
});
