import { beforeEach, expect, it, vi } from "vitest";

// Each test is a page of its own.
beforeEach(() => vi.resetModules());

async function page() {
  const { Later } = await import("./later");
  const asked: string[] = [];
  const code = (name: string) => new Later(async () => (asked.push(name), name));
  return { asked, code };
}

it("comes in passing once somebody is there, and not before", async () => {
  const { asked, code } = await page();
  const [first, second] = [code("first"), code("second")];
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(asked).toEqual([]);
  window.dispatchEvent(new Event("pointermove"));
  await vi.waitFor(() => expect(second.here).toBe("second"));
  expect(asked).toEqual(["first", "second"]);
  expect(first.here).toBe("first");
  const late = code("late"); // of a page that was opened meanwhile
  await vi.waitFor(() => expect(late.here).toBe("late"));
});

it("comes once, whoever asks for it", async () => {
  const { asked, code } = await page();
  const one = code("one");
  expect(await Promise.all([one.come(), one.come()])).toEqual(["one", "one"]);
  window.dispatchEvent(new Event("keydown"));
  await one.come();
  expect(asked).toEqual(["one"]);
});

it("asks anew after the network was away", async () => {
  const { Later } = await import("./later");
  let isAway = true;
  const code = new Later(() => (isAway ? Promise.reject(new Error("away")) : Promise.resolve("here")));
  await expect(code.come()).rejects.toThrow("away");
  isAway = false;
  expect(await code.come()).toBe("here");
});
