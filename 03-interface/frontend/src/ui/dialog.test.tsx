import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";

import { show } from "@/testing";

import { Dialog } from "./dialog";
import { Menu, MenuItem } from "./menu";

function Screen() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Rename</button>
      <Menu trigger={<button>More</button>}>
        <MenuItem onSelect={() => setOpen(true)}>Details</MenuItem>
      </Menu>
      {open && (
        <Dialog title="Details" onClose={() => setOpen(false)}>
          <input aria-label="Title" />
        </Dialog>
      )}
    </>
  );
}

const close = () => fireEvent.click(screen.getByRole("button", { name: "Close" }));

it("gives the focus back to the button that opened it", async () => {
  show(<Screen />);
  const button = screen.getByRole("button", { name: "Rename" });
  button.focus();
  fireEvent.click(button);
  expect(document.activeElement).toBe(screen.getByLabelText("Title"));
  close();
  await waitFor(() => expect(document.activeElement).toBe(button));
});

it("gives it back to the button of the menu that it was chosen in", async () => {
  show(<Screen />);
  fireEvent.keyDown(screen.getByRole("button", { name: "More" }), { key: "Enter" });
  const item = await screen.findByRole("menuitem", { name: "Details" });
  item.focus();
  fireEvent.click(item);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Title")));
  close();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "More" })));
});
