// The product's main road, walked in a real browser: from a fresh installation to a named speaker in a transcript.
//
//   WEB_URL        where the web interface answers            http://127.0.0.1:3000
//   ONE_TIME_CODE  what the start printed                      (required)
//   RECORDING      a file to upload                            (required)
//   EXPECT         words the transcript must hold, separated by commas; case, accents and punctuation do not matter
//   SPEAKERS       least number of speakers that must be told apart (default 1)
//   LANGUAGE       ISO 639-1 of the recording (default: left to be detected)
//   SCREENSHOTS    folder for pictures of each step (default: none are made)
//   CHROMIUM       the browser (default /usr/bin/chromium)
//   PATIENCE_S     longest wait for the transcription (default 300)
//
// Ends with 0 only if every step did what a person would expect and the browser's console stayed clean.
import { mkdirSync } from "node:fs";
import path from "node:path";

import { chromium } from "playwright-core";

const environment = (name, otherwise) => {
  const value = process.env[name] || otherwise;
  if (value === undefined) {
    console.error(`${name} is not set`);
    process.exit(2);
  }
  return value;
};

const web = environment("WEB_URL", "http://127.0.0.1:3000").replace(/\/$/, "");
const code = environment("ONE_TIME_CODE");
const recording = path.resolve(environment("RECORDING"));
const expected = environment("EXPECT", "").split(",").map(fold).filter(Boolean);
const leastSpeakers = Number(environment("SPEAKERS", "1"));
const language = environment("LANGUAGE", "");
const screenshots = environment("SCREENSHOTS", "");
const patience = Number(environment("PATIENCE_S", "300")) * 1000;

const EMAIL = "claire@example.org";
const PASSWORD = "lampe ciseaux nuage guitare";
const NAME = "Claire Dubois";

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
}

class Unmet extends Error {}

function must(condition, what) {
  if (!condition) throw new Unmet(what);
}

// A page that does not know yet who is there asks, and is told "nobody" (401). The browser logs that as an error; it is the answer.
const ASKED_WHO = /\/api\/v1\/auth\/(me|refresh)$/;

const browser = await chromium.launch({
  executablePath: environment("CHROMIUM", "/usr/bin/chromium"),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "fr-FR", timezoneId: "Europe/Paris" });
const page = await context.newPage();
page.setDefaultTimeout(20_000);

const complaints = [];
page.on("console", (message) => {
  if (message.type() !== "error" && message.type() !== "warning") return;
  if (ASKED_WHO.test(message.location().url)) return;
  complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
});
page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
// What the policy of the page refused is said here and nowhere else.
await page.addInitScript(() => {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`refused by the page's policy: ${event.violatedDirective} ${event.blockedURI}`);
  });
});

let step = 0;
async function done(what) {
  step += 1;
  console.log(`${String(step).padStart(2)}  ${what}`);
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${String(step).padStart(2, "0")}-${what.replace(/[^a-z]+/gi, "-")}.png`) });
}

async function walk() {
  // A fresh installation leads from anywhere to its setup.
  await page.goto(`${web}/meetings`);
  await page.waitForURL("**/setup");
  await done("led to the setup");

  await page.fill("[name=code]", "WRONG-CODE-0000");
  await page.fill("[name=name]", "Administratrice");
  await page.fill("[name=email]", EMAIL);
  await page.fill("[name=password]", PASSWORD);
  await expectingRefusal(async () => {
    await page.click("[type=submit]");
    await page.locator("form [role=alert]").waitFor();
  });
  await done("refused a wrong code");

  await page.fill("[name=code]", code);
  await page.click("[type=submit]");
  await page.waitForURL("**/meetings");
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  await done("created the administrator");

  // Out and in again, and back to where one wanted to go.
  await page.getByRole("button", { name: "Administratrice" }).click();
  await page.getByRole("menuitem").last().click();
  await page.waitForURL("**/sign-in");
  await page.goto(`${web}/users`);
  await page.waitForURL("**/sign-in?from=%2Fusers");
  await page.fill("[name=email]", EMAIL);
  await page.fill("[name=password]", PASSWORD);
  await page.click("[type=submit]");
  await page.waitForURL("**/users");
  await page.getByText(EMAIL).waitFor();
  await done("signed in again");

  await page.goto(`${web}/meetings`);
  await page.locator("input[type=file]").setInputFiles(recording);
  const dialog = page.getByRole("dialog");
  await dialog.locator("[name=title]").fill("Première réunion");
  if (language) await dialog.locator("[name=language]").selectOption(language);
  await dialog.locator("[name=participants]").fill(`${NAME}, Marc Lefèvre`);
  await done("chose a recording");
  await dialog.locator("[type=submit]").click();

  await page.getByRole("link", { name: "Première réunion" }).first().click();
  await page.waitForURL("**/meetings/*");
  const meeting = page.url();
  await page.getByRole("heading", { level: 1, name: "Première réunion" }).waitFor();
  await done("uploaded it");

  // Live: the page is not touched until the transcript is there.
  const first = page.locator("article").first();
  const bar = page.getByRole("progressbar").first();
  await Promise.race([first.waitFor({ timeout: patience }), bar.waitFor()]);
  if (await bar.isVisible()) await done("watched it being transcribed");
  await first.waitFor({ timeout: patience });
  await done("read the transcript");

  const text = fold((await page.locator("article p").allInnerTexts()).join(" "));
  for (const word of expected) must(` ${text} `.includes(` ${word} `), `“${word}” is not in the transcript: ${text.slice(0, 600)}`);
  const voices = await page.locator("article").evaluateAll((articles) => [...new Set(articles.map((a) => a.dataset.voice))]);
  must(voices.length >= Math.max(1, leastSpeakers), `${voices.length} speakers were told apart, not ${leastSpeakers}`);

  // A word is heard where it was said.
  const words = page.locator("article [data-word]");
  const word = words.nth(Math.min(6, (await words.count()) - 1));
  const start = Number(await word.getAttribute("data-start"));
  await word.click();
  await page.waitForFunction(
    (at) => {
      const audio = document.querySelector("audio");
      return audio !== null && !audio.paused && audio.readyState >= 2 && Math.abs(audio.currentTime - at) < 4;
    },
    start,
  );
  await page.locator("article [data-spoken]").waitFor();
  await page.keyboard.press("k");
  await page.waitForFunction(() => document.querySelector("audio")?.paused === true);
  await done("heard a word");

  // A speaker gets a name, everywhere and for good.
  await first.locator("header button").first().click();
  await page.getByRole("menuitem").first().click();
  await page.getByRole("dialog").locator("[name=name]").fill(NAME);
  await page.getByRole("dialog").locator("[type=submit]").click();
  await first.getByText(NAME).waitFor();
  await done("named a speaker");

  await page.goto(`${meeting}?t=${Math.floor(start)}`);
  await page.locator("article").first().getByText(NAME).waitFor();
  await page.waitForFunction((at) => Math.abs((document.querySelector("audio")?.currentTime ?? -9) - at) < 1.5, Math.floor(start));
  await done("found it again after a reload");
}

/** A refusal that the journey provokes is logged by the browser; what else it says still counts. */
async function expectingRefusal(act) {
  const before = complaints.length;
  await act();
  const refusals = complaints.splice(before).filter((one) => !/status of 4\d\d/.test(one));
  complaints.push(...refusals);
}

let status = 0;
try {
  await walk();
  must(complaints.length === 0, `the browser complained:\n${complaints.join("\n")}`);
} catch (error) {
  status = 1;
  console.error(error instanceof Unmet ? error.message : error);
  if (complaints.length > 0) console.error(complaints.join("\n"));
  await done("stopped here").catch(() => undefined);
} finally {
  await browser.close();
}
process.exit(status);
