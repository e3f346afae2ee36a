import { expect, it } from "vitest";

import { readFilter, writeFilter } from "./filter";

it.each(["", "?q=comit%C3%A9", "?status=failed&sort=-duration", "?q=a+%26+b&status=processing&sort=title", "?tag=Budget+%26+CSE", "?status=failed&tag=%C3%A9t%C3%A9&sort=title"])(
  "an address (%s) comes back as it was",
  (address) => {
    expect(writeFilter(readFilter(new URLSearchParams(address)))).toBe(address);
  },
);

it("takes what it does not understand as not said", () => {
  expect(readFilter(new URLSearchParams("?status=nonsense&sort=drop&q=%20%20"))).toEqual({
    q: "",
    status: null,
    tag: "",
    sort: "-created_at",
  });
});
