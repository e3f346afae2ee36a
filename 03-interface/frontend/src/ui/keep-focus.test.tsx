import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";

import { keepFocus } from "./keep-focus";

function List({ first }: { first: string[] }) {
  const [names, setNames] = useState(first);
  const [writing, setWriting] = useState(false);
  return (
    <>
      <button>Outside</button>
      <div ref={keepFocus} data-testid="whole">
        {writing ? (
          <form>
            <input aria-label="Text" autoFocus />
            <button type="button" onClick={() => setWriting(false)}>
              Cancel
            </button>
          </form>
        ) : (
          <button onClick={() => setWriting(true)}>Write</button>
        )}
        <ul>
          {names.map((name) => (
            <li key={name}>
              <button onClick={() => setNames(names.filter((one) => one !== name))}>{name}</button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

const press = (name: string) => {
  const button = screen.getByRole("button", { name });
  button.focus();
  fireEvent.click(button);
};
const focused = (name: string) => waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name })));

it("goes on at the next row, then at the last, then beside the list", async () => {
  render(<List first={["one", "two", "three"]} />);
  press("two");
  await focused("three");
  press("three");
  await focused("one");
  press("one");
  await focused("Write");
});

it("goes on where a form was", async () => {
  render(<List first={[]} />);
  press("Write");
  press("Cancel");
  await focused("Write");
});

it("stays near where there is nothing left", async () => {
  const { rerender } = render(<div ref={keepFocus} data-testid="all"><button>Only</button></div>);
  screen.getByRole("button", { name: "Only" }).focus();
  rerender(<div ref={keepFocus} data-testid="all">Nothing</div>);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("all")));
});

it("leaves alone who went elsewhere", async () => {
  render(<List first={["one"]} />);
  screen.getByRole("button", { name: "one" }).focus();
  fireEvent.pointerDown(screen.getByRole("button", { name: "Outside" }));
  screen.getByRole("button", { name: "one" }).blur();
  fireEvent.click(screen.getByRole("button", { name: "one" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "one" })).toBeNull());
  expect(document.activeElement).toBe(document.body);
});
