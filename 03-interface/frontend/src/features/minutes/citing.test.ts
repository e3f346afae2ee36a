import { expect, it } from "vitest";

import { offered } from "./citing";

const utterances = Array.from({ length: 200 }, (_, at) => ({ id: `u${at}`, speaker_id: "s", start: at * 2, end: at * 2 + 2, text: at === 150 ? "L’ÉTÉ prochain, le budget" : `phrase ${at}` }));

it("finds passages by their words, whatever their case, accents and order", () => {
  expect(offered(utterances, "budget ete", null).map(({ id }) => id)).toEqual(["u150"]);
  expect(offered(utterances, "budget hiver", null)).toEqual([]);
});

it("begins without a word around the place that is meant", () => {
  expect(offered(utterances, " ", 200).map(({ id }) => id)).toContain("u100");
  expect(offered(utterances, "", null)[0]?.id).toBe("u0");
  expect(offered(utterances, "", 9_999).at(-1)?.id).toBe("u199");
});

it("never offers more than one can look through", () => {
  expect(offered(utterances, "phrase", null)).toHaveLength(40);
  expect(offered(utterances.slice(0, 3), "", 5)).toHaveLength(3);
});
