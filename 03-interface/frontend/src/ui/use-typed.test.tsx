import { act, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";

import { useTyped } from "./use-typed";

function Filters() {
  const [filters, setFilters] = useState({ words: "", tag: "" });
  const [typed, type] = useTyped(filters.words, (words) => setFilters({ ...filters, words }));
  return (
    <>
      <input aria-label="Words" value={typed} onChange={(event) => type(event.target.value)} />
      <button onClick={() => setFilters({ ...filters, tag: "CSE" })}>Tag</button>
      <output>{`${filters.words}/${filters.tag}`}</output>
    </>
  );
}

it("takes nothing back that was chosen while it waited", () => {
  vi.useFakeTimers();
  render(<Filters />);
  fireEvent.change(screen.getByLabelText("Words"), { target: { value: "budget " } });
  fireEvent.click(screen.getByRole("button"));
  act(() => void vi.advanceTimersByTime(400));
  vi.useRealTimers();
  expect(screen.getByRole("status").textContent).toBe("budget/CSE");
});
