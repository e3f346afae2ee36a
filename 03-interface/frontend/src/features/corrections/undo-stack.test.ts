import { expect, it, vi } from "vitest";

import { UndoStack } from "./undo-stack";

it("goes back step by step and forth again", () => {
  const stack = new UndoStack();
  const told = vi.fn();
  stack.subscribe(told);
  stack.made(["a"]);
  stack.made(["b", "c"]);
  stack.made([]);
  expect(stack.last()).toEqual(["b", "c"]);
  stack.tookBack(["b", "c"]);
  expect([stack.last(), stack.next(), stack.state]).toEqual([["a"], ["b", "c"], { canUndo: true, canRedo: true }]);
  stack.madeAgain(["b", "c"]);
  expect([stack.last(), stack.next(), stack.state.canRedo]).toEqual([["b", "c"], null, false]);
  expect(told).toHaveBeenCalledTimes(4);
});

it("has nothing to make again once something else was made", () => {
  const stack = new UndoStack();
  stack.made(["a"]);
  stack.tookBack(["a"]);
  stack.made(["b"]);
  expect([stack.last(), stack.next()]).toEqual([["b"], null]);
});

it("leaves out what was taken back in the history, and takes in what was made again there", () => {
  const stack = new UndoStack();
  stack.made(["a", "b"]);
  stack.made(["c"]);
  stack.tookBack(["b"]);
  stack.tookBack(["x"]);
  expect(stack.last()).toEqual(["c"]);
  stack.tookBack(["c"]);
  expect([stack.last(), stack.next()]).toEqual([["a"], ["c"]]);
  stack.madeAgain(["b"]);
  expect(stack.last()).toEqual(["b"]);
});

it("forgets what is not there any more", () => {
  const stack = new UndoStack();
  stack.made(["a"]);
  stack.lost(["a"]);
  expect(stack.state).toEqual({ canUndo: false, canRedo: false });
});
