import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { useEffect, useRef, useState, type ComponentType } from "react";
import { expect, it, vi } from "vitest";

import { show } from "@/testing";

import { onDemand } from "./on-demand";

/** Code that comes when the test says so. */
function line<P>() {
  const asked: { arrive: (part: ComponentType<P>) => void; fail: () => void }[] = [];
  const load = () => new Promise<ComponentType<P>>((arrive, reject) => asked.push({ arrive, fail: () => reject(new Error("away")) }));
  return { asked, load };
}

interface SearchProps {
  onClose: () => void;
  onEnter?: (text: string) => void;
}

function Search({ onEnter }: SearchProps) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return <input ref={field} aria-label="Words" value={text} onChange={(event) => setText(event.target.value)} onKeyDown={({ key }) => key === "Enter" && onEnter?.(text)} />;
}

it("shows nothing until it has come, and is there at once afterwards", async () => {
  const { asked, load } = line<SearchProps>();
  const Part = onDemand(load);
  const { unmount } = show(<Part onClose={() => undefined} />);
  expect(screen.queryByRole("textbox")).toBeNull();
  asked[0]?.arrive(Search);
  await screen.findByRole("textbox");
  unmount();
  show(<Part onClose={() => undefined} />);
  expect(screen.getByRole("textbox")).toBeTruthy();
  expect(asked).toHaveLength(1);
});

it("holds the keys meant for it from the page behind, and presses them once it is there", async () => {
  const { asked, load } = line<SearchProps>();
  const Part = onDemand(load);
  const behind = vi.fn();
  const entered = vi.fn();
  window.addEventListener("keydown", behind);
  show(<Part onClose={() => undefined} onEnter={entered} />);
  for (const key of ["b", "u", "d", "Enter"]) fireEvent.keyDown(document.body, { key });
  fireEvent.keyDown(document.body, { key: "f", repeat: true });
  expect(behind).not.toHaveBeenCalled();
  asked[0]?.arrive(Search);
  const field = await screen.findByRole("textbox");
  await waitFor(() => expect(entered).toHaveBeenCalled());
  expect((field as HTMLInputElement).value).toBe("bud");
  fireEvent.keyDown(document.body, { key: "g" });
  expect(behind).toHaveBeenCalled();
  window.removeEventListener("keydown", behind);
});

it("is left by Escape before it has come", async () => {
  const { load } = line<SearchProps>();
  const Part = onDemand(load);
  const close = vi.fn();
  show(<Part onClose={close} />);
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(close).toHaveBeenCalledOnce();
});

it("says that it could not come and closes: the page stays as it was", async () => {
  const { asked, load } = line<SearchProps>();
  const Part = onDemand(load);
  const close = vi.fn();
  show(<Part onClose={close} />);
  await act(async () => asked[0]?.fail());
  expect(await screen.findByText(/could not be loaded/)).toBeTruthy();
  expect(close).toHaveBeenCalledOnce();
});

it("offers to try again in the place of what cannot be closed", async () => {
  const { asked, load } = line<object>();
  const Part = onDemand(load);
  show(<Part />);
  await act(async () => asked[0]?.fail());
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  await waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.arrive(() => <p>History</p>);
  expect(await screen.findByText("History")).toBeTruthy();
});
