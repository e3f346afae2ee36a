// What every page must be, whatever it shows: named, in its reader's language, no wider than its window, and sound for whoever does not
// see it (axe).
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { environment, must } from "./walker.mjs";

const screenshots = environment("SCREENSHOTS", "");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Places that are open to everybody, so that no way leads from them to others but back. */
const OUTSIDE = ["/licences"];

/** Must have its title, fit, and be as it should for whoever hears it instead. */
export async function sound(page, look, name, rules = {}) {
  const where = `${name} (${look.name})`;
  must((await page.title()).trim() !== "", `${where} has no title`);
  must((await page.locator("html").getAttribute("lang")) === look.language, `${where} is not in ${look.language}`);
  const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  must(wide <= window, `${where} is ${wide} pixels wide in a window of ${window}`);
  if (!OUTSIDE.includes(name)) {
    const [places, room] = await page.locator("header nav").first().evaluate((all) => [all.scrollWidth, all.clientWidth]);
    must(places <= room, `${where}: the places of the product need ${places} pixels and have ${room}`);
  }
  await page.evaluate(axe); // as the browser's own tools would: no policy of the page is in its way
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { resultTypes: ["violations"], rules }), rules);
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `  ${html.slice(0, 200)}\n  ${failureSummary}`).join("\n")}`);
  must(violations.length === 0, `${where}:\n${told.join("\n")}`);
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${look.name}${name.replace(/[^a-z0-9*]+/gi, "-").replace("*", "one")}.png`) });
}
