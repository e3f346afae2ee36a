// What the journeys share: a real browser whose complaints count, steps that are told and pictured, and what was not met.
import { mkdirSync, readlinkSync } from "node:fs";
import path from "node:path";

import { chromium } from "playwright-core";

export const EMAIL = "claire@example.org";
export const PASSWORD = "lampe ciseaux nuage guitare";

export function environment(name, otherwise) {
  const value = process.env[name] || otherwise;
  if (value === undefined) {
    console.error(`${name} is not set`);
    process.exit(2);
  }
  return value;
}

/** Text as it is compared: no matter the case, accents and punctuation. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
}

/** The first account of a fresh installation, and its empty list. */
export async function setUp(page, web) {
  await page.goto(`${web}/setup`);
  await page.fill("[name=code]", environment("ONE_TIME_CODE"));
  await page.fill("[name=name]", "Claire");
  await page.fill("[name=email]", EMAIL);
  await page.fill("[name=password]", PASSWORD);
  await page.click("[type=submit]");
  await page.waitForURL("**/meetings");
  await page.getByRole("heading", { level: 2 }).first().waitFor();
}

/** Fills in the sign-in page that is shown. */
export async function signIn(page) {
  await page.fill("[name=email]", EMAIL);
  await page.fill("[name=password]", PASSWORD);
  await page.click("[type=submit]");
}

/** Waits for what a reopened browser should show. One that was killed may have lost its newest cookies: then one signs in again. */
export async function signedInAgain(page, there) {
  await Promise.race([there.waitFor(), page.waitForURL("**/sign-in*")]);
  if (!page.url().includes("/sign-in")) return;
  await signIn(page);
  await there.waitFor();
}

class Unmet extends Error {}

export function must(condition, what) {
  if (!condition) throw new Unmet(what);
}

// A page that does not know yet who is there asks, and is told "nobody" (401); one that looks for minutes is told that there are
// none (404). The browser logs that as an error; it is the answer.
const ASKED_WHO = /\/api\/v1\/auth\/(me|refresh)$/;
const ASKED_FOR_MINUTES = /\/api\/v1\/meetings\/[0-9a-f]{32}\/minutes$/;

function isAnswer(message) {
  const { url } = message.location();
  return ASKED_WHO.test(url) || (ASKED_FOR_MINUTES.test(url) && message.text().includes("404"));
}

const BROWSER = {
  executablePath: environment("CHROMIUM", "/usr/bin/chromium"),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"],
};
export const READER = { viewport: { width: 1440, height: 900 }, locale: "fr-FR", timezoneId: "Europe/Paris" };

/** A microphone that hears a file, again and again, and a reader who allows it. */
export function microphoneThatHears(wav) {
  return ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-audio-capture=${path.resolve(wav)}`];
}

/**
 * Walks the journey in a browser of its own and ends the process: with 0 only if every step was met and nobody complained.
 *
 * `profile`: the folder that the browser keeps its data in; then it can be killed and opened again (`reopen`).
 */
export async function journey(walk, { args = [], profile = null } = {}) {
  const screenshots = environment("SCREENSHOTS", "");
  const settings = { ...BROWSER, args: [...BROWSER.args, ...args] };
  let browser = null;
  let context = null;
  let page = null;
  const complaints = [];

  async function open() {
    if (profile) context = await chromium.launchPersistentContext(profile, { ...settings, ...READER });
    else {
      browser = await chromium.launch(settings);
      context = await browser.newContext(READER);
    }
    page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      if (isAnswer(message)) return;
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
    // What the policy of the page refused is said here and nowhere else.
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`refused by the page's policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    return page;
  }

  /** Kills the browser as a machine that loses its power does, and opens it again; the page is a new one. */
  async function reopen() {
    const gone = new Promise((resolve) => context.once("close", resolve));
    process.kill(Number(readlinkSync(path.join(profile, "SingletonLock")).split("-").at(-1)), "SIGKILL");
    await gone;
    return open();
  }

  await open();

  let step = 0;
  async function done(what) {
    step += 1;
    console.log(`${String(step).padStart(2)}  ${what}`);
    if (!screenshots) return;
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, `${String(step).padStart(2, "0")}-${what.replace(/[^a-z]+/gi, "-")}.png`) });
  }

  /** What the journey provokes is logged by the browser; what else it says still counts. */
  async function expecting(provoked, act) {
    const before = complaints.length;
    await act();
    complaints.push(...complaints.splice(before).filter((one) => !provoked.test(one)));
  }

  let status = 0;
  try {
    await walk({ page, context, done, expecting, reopen });
    must(complaints.length === 0, `the browser complained:\n${complaints.join("\n")}`);
  } catch (error) {
    status = 1;
    console.error(error instanceof Unmet ? error.message : error);
    if (complaints.length > 0) console.error(complaints.join("\n"));
    await done("stopped here").catch(() => undefined);
  } finally {
    await context.close();
    await browser?.close();
  }
  process.exit(status);
}
