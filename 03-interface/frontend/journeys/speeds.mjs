// How fast long lists and long transcripts are, in a real browser: opened, scrolled, played and corrected.
//
//   WEB_URL   where the web interface answers, with the account of walker.mjs        (required)
//   MEETING   id of a meeting with a long transcript and its sound                   (required)
//   FIGURES   the file to write: JSON, milliseconds and bytes                        (required)
//   ROUNDS    how often each is opened                                               (default 5)
//   LETTERS   how many are typed                                                     (default 200)
//   SECONDS   for how long it is played                                              (default 30)
//   CHROMIUM: as in first-recording.mjs
//
// It judges nothing. Ends with 0 once all was measured.
import { writeFileSync } from "node:fs";

import { environment, journey, must, READER, signIn } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const meeting = `/meetings/${environment("MEETING")}`;
const rounds = Number(environment("ROUNDS", "5"));
const letters = Number(environment("LETTERS", "200"));
const seconds = Number(environment("SECONDS", "30"));

/** Pixels of a turn of the wheel, and the pause until the next: five screens a second. */
const WHEEL = 450;
const WHEEL_MS = 100;

/** Between two keys of somebody who types fast. */
const KEY_MS = 90;

/** Digits that hold letters on a French keyboard. */
const ON_DIGITS = { "é": "Digit2", "è": "Digit7", "ç": "Digit9", "à": "Digit0" };

await journey(async ({ page, context, done }) => {
  await page.goto(`${web}/sign-in`);
  await signIn(page);
  await page.waitForURL("**/meetings");
  await page.locator("[data-meeting]").first().waitFor();
  const known = await context.storageState();
  await page.close();
  const browser = context.browser();
  const figures = {};

  figures.list = await each(rounds, () => reached(browser, known, "/meetings", chooseARow));
  await done(`opened the list: ${figures.list.map(Math.round)} ms`);

  figures.open = await each(rounds, () => reached(browser, known, meeting, hearAWord));
  await done(`opened the transcript: ${figures.open.map(Math.round)} ms`);

  const reader = await browser.newContext({ ...READER, storageState: known, serviceWorkers: "block" });
  const text = await reader.newPage();
  await text.addInitScript(noteLongTasks);
  await text.goto(`${web}/meetings`);
  await text.locator(`[data-meeting] a[href="${meeting}"]`).first().waitFor();
  figures.from_list = await text.evaluate(followed, meeting);
  await done(`came to it from the list: ${Math.round(figures.from_list)} ms`);
  figures.opening_tasks = await tasks(text);

  const cdp = await reader.newCDPSession(text);
  figures.heap_opened = await heap(cdp);
  Object.assign(figures, await scrolled(text));
  figures.heap_scrolled = await heap(cdp);
  await done(`scrolled ${figures.scrolled_pixels} pixels: ${figures.scroll_tasks.length} tasks over 50 ms, heap ${Math.round(figures.heap_scrolled / 1e6)} MB`);

  figures.lags = await played(text);
  await done(`played: ${figures.lags.length} words lit`);

  figures.keys = await typed(text);
  await done(`typed: ${figures.keys.length} letters`);
  figures.heap_end = await heap(cdp);
  writeFileSync(environment("FIGURES"), `${JSON.stringify(figures, null, 1)}\n`);
});

async function each(times, act) {
  const all = [];
  for (let time = 0; time < times; time += 1) all.push(await act());
  return all;
}

/** Milliseconds from the address, in an empty browser, to the frame in which `probe` says that it was answered. */
async function reached(browser, storageState, address, probe) {
  const context = await browser.newContext({ ...READER, storageState, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.addInitScript(probe);
  await page.goto(web + address, { waitUntil: "commit" });
  const took = await page.waitForFunction(() => window.reached, null, { timeout: 60_000 });
  const milliseconds = await took.jsonValue();
  await context.close();
  return milliseconds;
}

// -- in the page

/** Presses the box of the first row as soon as there is one, until it is drawn as chosen. */
function chooseARow() {
  const look = () => {
    const box = document.querySelector("[data-meeting] input[type=checkbox]");
    if (box?.checked) window.reached = performance.now();
    else {
      box?.click();
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** Presses a word as soon as one can be seen, until the player stands there. */
function hearAWord() {
  let start = null;
  const look = () => {
    if (start === null) {
      const seen = (word) => word.getBoundingClientRect().top < innerHeight && document.elementFromPoint(word.getBoundingClientRect().x + 2, word.getBoundingClientRect().y + 2) === word;
      const word = [...document.querySelectorAll("article [data-start]")].slice(0, 60).find((one) => Number(one.dataset.start) > 2 && seen(one));
      word?.click();
      if (word) start = Math.floor(Number(word.dataset.start));
    }
    if (start !== null && document.querySelector("[role=slider]")?.getAttribute("aria-valuenow") === String(start)) window.reached = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Follows the link and waits for the frame in which words are there. */
function followed(address) {
  return new Promise((resolve) => {
    const began = performance.now();
    document.querySelector(`[data-meeting] a[href="${address}"]`).click();
    const look = () => (document.querySelector("article [data-word]") ? resolve(performance.now() - began) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
}

function noteLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
}

function tasks(page) {
  return page.evaluate(() => window.longTasks.splice(0));
}

// -- by a person's hands

/** Bytes that scripts hold, after the browser has thrown away what nobody holds. */
async function heap(cdp) {
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize").value;
}

/** From the first line to the last by the wheel. */
async function scrolled(page) {
  await page.mouse.move(600, 600);
  await page.waitForTimeout(500);
  await tasks(page);
  let [pixels, still] = [0, 0];
  while (still < 5) {
    await page.mouse.wheel(0, WHEEL);
    await page.waitForTimeout(WHEEL_MS);
    const now = await page.evaluate(() => scrollY);
    still = now === pixels ? still + 1 : 0;
    pixels = now;
  }
  const shown = await page.locator("article [data-word]").count();
  return { scrolled_pixels: pixels, words_drawn: shown, scroll_tasks: await tasks(page) };
}

/** Milliseconds from the time a word begins in the sound to the frame that shows it lit. */
async function played(page) {
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    const audio = document.querySelector("audio");
    window.lags = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (!target.hasAttribute("data-spoken") || audio.paused) continue;
        // Marked in one frame, on the screen by the next.
        requestAnimationFrame(() => window.lags.push((audio.currentTime - Number(target.dataset.start)) * 1000));
      }
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-spoken"] });
  });
  await page.keyboard.press("k");
  await page.waitForFunction((until) => document.querySelector("audio").currentTime > until, seconds, { timeout: (seconds + 30) * 1000 });
  await page.keyboard.press("k");
  return page.evaluate(() => window.lags);
}

/**
 * Milliseconds of each letter in an utterance's editor. `work`: from the key to the end of what it caused (input delay, handlers,
 * drawing by React), and from the begin of the next frame to the end of its drawing. `wait`: for that frame, between the two.
 */
async function typed(page) {
  const line = page.locator("article").nth(3);
  await line.hover();
  await line.getByRole("button", { name: /^Corriger le texte/ }).click();
  const field = page.locator("article textarea");
  await field.waitFor();
  await page.evaluate(() => {
    window.keys = [];
    let key = null;
    addEventListener("keydown", ({ timeStamp }) => (key = timeStamp), { capture: true });
    addEventListener("input", () => {
      if (key === null) return; // nobody's key: it would be counted as missing
      const pressed = key;
      key = null;
      queueMicrotask(() => {
        const handled = performance.now();
        requestAnimationFrame(() => {
          const frame = performance.now();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.keys.push({ work: handled - pressed + performance.now() - frame, wait: frame - handled });
          port2.postMessage(null);
        });
      });
    });
  });
  const words = "nous avons décidé de reprendre ce point à la prochaine séance ";
  const cdp = await page.context().newCDPSession(page);
  for (let letter = 0; letter < letters; letter += 1) {
    await press(cdp, words[letter % words.length]);
    await page.waitForTimeout(KEY_MS);
  }
  const keys = await page.evaluate(() => window.keys);
  must(keys.length >= letters * 0.95, `of ${letters} letters ${keys.length} were seen`);
  must((await field.inputValue()).includes(words.slice(0, Math.min(letters, 20))), "what was typed is not there");
  await page.keyboard.press("Escape");
  return keys;
}

/** A key of a French keyboard. Playwright's own has no accents: it would put those letters in without any key. */
async function press(cdp, letter) {
  const key = { key: letter, code: ON_DIGITS[letter] ?? (letter === " " ? "Space" : `Key${letter.toUpperCase()}`) };
  await cdp.send("Input.dispatchKeyEvent", { type: "keyDown", text: letter, ...key });
  await cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
}
