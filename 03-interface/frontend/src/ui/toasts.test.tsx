import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";

import { show } from "@/testing";

import { Dialog } from "./dialog";
import { Menu, MenuItem } from "./menu";
import { useSay } from "./toasts";

const undo = vi.fn();

function Screen() {
  const [open, setOpen] = useState(false);
  const say = useSay();
  const remove = () => say("Deleted.", { label: "Undo", run: undo });
  return (
    <>
      <button onClick={() => setOpen(true)}>Open</button>
      {open && (
        <Dialog title="Details" onClose={() => setOpen(false)}>
          <Menu trigger={<button>More</button>}>
            <MenuItem onSelect={remove}>Delete</MenuItem>
          </Menu>
        </Dialog>
      )}
    </>
  );
}

it("says it where it can be seen and pressed: in a dialog while one is open", async () => {
  show(<Screen />);
  fireEvent.click(screen.getByRole("button", { name: "Open" }));
  fireEvent.keyDown(screen.getByRole("button", { name: "More" }), { key: "Enter" });
  const item = await screen.findByRole("menuitem", { name: "Delete" });
  expect(item.closest("dialog")).not.toBeNull();
  fireEvent.click(item);
  const back = await screen.findByRole("button", { name: "Undo" });
  expect(back.closest("dialog")).not.toBeNull();
  fireEvent.click(screen.getAllByRole("button", { name: "Close" })[0] as HTMLElement);
  expect((await screen.findByRole("button", { name: "Undo" })).closest("dialog")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(undo).toHaveBeenCalledOnce();
});
