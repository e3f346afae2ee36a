import { expect, it } from "vitest";

import { TimeLeft } from "./time-left";

function watch() {
  const clock = { now: 0 };
  const left = new TimeLeft(() => clock.now);
  const at = (seconds: number, progress: number, status: "PROCESSING" | "COMPLETED" = "PROCESSING") => {
    clock.now = seconds * 1000;
    return left.of({ id: "r", status, progress });
  };
  return at;
}

it("says nothing until it has seen enough, then what remains at this pace", () => {
  const at = watch();
  expect(at(0, 0.4)).toBeNull();
  expect(at(2, 0.41)).toBeNull();
  expect(at(10, 0.5)).toBeCloseTo(50);
  expect(at(20, 0.6)).toBeCloseTo(40);
});

it("starts afresh when a run is resumed further back", () => {
  const at = watch();
  at(0, 0.4);
  at(10, 0.6);
  expect(at(11, 0.3)).toBeNull();
  expect(at(21, 0.4)).toBeCloseTo(60);
});

it("says nothing about a run that has ended", () => {
  const at = watch();
  at(0, 0.4);
  expect(at(10, 1, "COMPLETED")).toBeNull();
});
