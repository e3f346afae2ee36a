import { expect, it } from "vitest";

import { atAGlance, GLANCE } from "./fold";
import type { Upload, UploadStatus } from "./queue";

const uploads = (...statuses: UploadStatus[]) => statuses.map((status, id) => ({ id, status }) as Upload);
const seen = (...statuses: UploadStatus[]) => atAGlance(uploads(...statuses)).map(({ id, status }) => `${id} ${status}`);

it("shows all where they are few", () => {
  expect(seen("received", "sending", "waiting")).toEqual(["0 received", "1 sending", "2 waiting"]);
});

it("shows those that most want to be seen, in the order of the list", () => {
  const many = [...Array<UploadStatus>(200).fill("received"), "failed", "sending", ...Array<UploadStatus>(297).fill("waiting"), "paused"] as UploadStatus[];
  const shown = seen(...many);
  expect(shown).toHaveLength(GLANCE);
  expect(shown.slice(0, 3)).toEqual(["200 failed", "201 sending", "202 waiting"]);
  expect(shown.at(-1)).toBe("499 paused");
});
