// What the scripts of each screen weigh when it is the first that a browser opens, with nobody there who touches anything.
//
//   WEB_URL   where the web interface answers, with the account of walker.mjs                                (required)
//   EXAMPLES  JSON: addresses to open for a route, besides the route itself where it has no brackets         (required)
//   FIGURES   the file to write: JSON, by address its route and the bytes of scripts as they came over the line (required)
//   CHROMIUM: as in first-recording.mjs
//
// Every route of the build is opened: one without an example fails. Ends with 0 once all were.
import { readFileSync, writeFileSync } from "node:fs";

import { environment, journey, must, READER, signIn } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const examples = JSON.parse(environment("EXAMPLES"));

/** So long nothing was loaded any more: longer than a page would wait before it fetches something in passing. */
const REST_MS = 5_000;

/** Opened at the same time, each in a browser profile of its own. */
const AT_ONCE = 5;

const routes = Object.entries(JSON.parse(readFileSync(".next/app-path-routes-manifest.json", "utf8")))
  .filter(([file]) => file.endsWith("/page") && !file.startsWith("/_"))
  .map(([file, route]) => ({ route, signedIn: !file.startsWith("/(entrance)/") }));

await journey(async ({ page, context, done }) => {
  await page.goto(`${web}/sign-in`);
  await signIn(page);
  await page.waitForURL("**/meetings");
  await page.locator("main h1").first().waitFor();
  const known = await context.storageState();
  await page.close();

  const screens = routes.flatMap(({ route, signedIn }) => {
    const addresses = [...(route.includes("[") ? [] : [route]), ...(examples[route] ?? [])];
    must(addresses.length > 0, `no example of ${route}`);
    return addresses.map((address) => ({ route, address, signedIn }));
  });
  const found = {};
  for (let at = 0; at < screens.length; at += AT_ONCE) {
    await Promise.all(
      screens.slice(at, at + AT_ONCE).map(async ({ route, address, signedIn }) => {
        found[address] = { route, ...(await opened(context.browser(), address, signedIn ? known : undefined)) };
      }),
    );
  }
  writeFileSync(environment("FIGURES"), `${JSON.stringify(found, null, 1)}\n`);
  await done(`${screens.length} screens`);
});

/** Opens an address in an empty browser and waits until it is at rest. */
async function opened(browser, address, storageState) {
  // A service worker would answer in the place of the line.
  const context = await browser.newContext({ ...READER, storageState, serviceWorkers: "block" });
  const page = await context.newPage();
  const scripts = new Map();
  let last = Date.now();
  page.on("request", (request) => request.resourceType() === "script" && (last = Date.now()));
  page.on("requestfinished", async (request) => {
    if (request.resourceType() !== "script") return;
    const { responseBodySize } = await request.sizes();
    scripts.set(request.url(), responseBodySize);
  });
  await page.goto(web + address, { waitUntil: "load" });
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("main [aria-busy=true], main .animate-pulse"));
  last = Date.now();
  while (Date.now() - last < REST_MS) await page.waitForTimeout(REST_MS / 20);
  const where = new URL(page.url()).pathname;
  await context.close();
  return { shown: where, scripts: scripts.size, bytes: [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0) };
}
