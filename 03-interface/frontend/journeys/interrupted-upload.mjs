// A recording on a bad line, in a real browser: cut off, paused, the API killed, the page loaded anew; it arrives all the same.
//
//   WEB_URL        where the web interface answers; its SCRIBE_PUBLIC_API_URL must be the line's port    (required)
//   LINE_PORT      where the browser looks for the API: this journey listens there                        (required)
//   API_PORT       where the API is                                                                       (required)
//   STATE          the supervisor's state.json, to find the API's process                                 (required)
//   ONE_TIME_CODE  what the start printed                                                                 (required)
//   RECORDING      a file of some megabytes                                                               (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Ends with 0 only if all of that was seen, and with the meeting's id as the last line.
import { readFileSync, statSync } from "node:fs";
import path from "node:path";

import { FrailLine } from "./frail-line.mjs";
import { environment, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL");
const recording = path.resolve(environment("RECORDING"));
const size = statSync(recording).size;
const line = await FrailLine.open(Number(environment("LINE_PORT")), Number(environment("API_PORT")));
const SECONDS = 30;

await journey(async ({ page, done, expecting }) => {
  await setUp(page, web);

  const row = page.locator("[data-upload]");
  const bar = row.getByRole("progressbar");
  const percent = async () => Number(await bar.getAttribute("aria-valuenow"));
  /** Waits until the line has carried so much of the recording: the browser's own figure runs ahead by what it has buffered. */
  const carries = async (share) => {
    const wanted = line.carried + share * size;
    for (let tries = 0; line.carried < wanted; tries += 1) {
      must(tries < 1_200, `the line carries nothing more: ${line.carried} of ${wanted} bytes`);
      await page.waitForTimeout(100);
    }
  };
  const standsAt = (status, patience = 20_000) => page.locator(`[data-upload=${status}]`).waitFor({ timeout: patience });

  // What breaks on purpose is logged by the browser.
  await expecting(/net::ERR_|status of (409|423|5\d\d)|CORS|Failed to fetch/, async () => {
    line.pace(size / SECONDS);
    await page.locator("input[type=file]").setInputFiles(recording);
    await page.getByRole("dialog").locator("[name=title]").fill("Réunion par une mauvaise ligne");
    await page.getByRole("dialog").locator("[type=submit]").click();
    await carries(0.2);
    await done("began to send");

    line.cut();
    await carries(0.2);
    must((await row.count()) === 1, "one upload, not two");
    await done("went on after the line broke");

    await row.getByRole("button", { name: /pause/i }).click();
    await standsAt("paused");
    const paused = await percent();
    for (let before = -1, tries = 0; before !== line.carried; tries += 1) {
      must(tries < 20, "paused, and yet it sends"); // what was in the machine's own buffers may still come
      before = line.carried;
      await page.waitForTimeout(1_000);
    }
    must(Math.abs((await percent()) - paused) <= 1, "paused, and yet it moves");
    await done("paused");
    await row.getByRole("button", { name: /reprendre/i }).click();
    await carries(0.05);
    await done("went on");

    process.kill(JSON.parse(readFileSync(environment("STATE"), "utf8")).parts.find(({ name }) => name === "api").pid, "SIGKILL");
    await page.getByText("nouvel essai").waitFor();
    await done("said that the API is away");
    await carries(0.1);
    await done("went on when the API was back");

    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await standsAt("interrupted");
    must((await percent()) >= 25, `${await percent()} % survived the reload`);
    await done("showed it after a reload");
    line.carried = 0;
    await page.locator("input[type=file]").setInputFiles(recording);
    must((await page.getByRole("dialog").count()) === 0, "it asks again for what it knows");
    await standsAt("sending");
    line.pace(Infinity);
    await standsAt("received", 60_000);
    must(line.carried < size * 0.9, `it began anew: ${line.carried} of ${size} bytes went out after the reload`);
    await done("went on with the file that was chosen again");
  });

  await row.getByRole("link").click();
  await page.waitForURL("**/meetings/*");
  await page.getByRole("heading", { level: 1, name: "Réunion par une mauvaise ligne" }).waitFor();
  await done("became a meeting");
  console.log(page.url().split("/").at(-1));
});
