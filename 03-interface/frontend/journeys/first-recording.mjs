// The product's main road, walked in a real browser: from a fresh installation to a transcript put right and taken away.
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
import { readFileSync } from "node:fs";
import path from "node:path";

import { EMAIL, PASSWORD, environment, fold, journey, must } from "./walker.mjs";

const web = environment("WEB_URL", "http://127.0.0.1:3000").replace(/\/$/, "");
const code = environment("ONE_TIME_CODE");
const recording = path.resolve(environment("RECORDING"));
const expected = environment("EXPECT", "").split(",").map(fold).filter(Boolean);
const leastSpeakers = Number(environment("SPEAKERS", "1"));
const language = environment("LANGUAGE", "");
const patience = Number(environment("PATIENCE_S", "300")) * 1000;

const NAME = "Claire Dubois";
const PUT_RIGHT = "Nous sommes d’accord, l’été comme l’hiver.";

await journey(async ({ page, done, expecting }) => {
  // A fresh installation leads from anywhere to its setup.
  await page.goto(`${web}/meetings`);
  await page.waitForURL("**/setup");
  await done("led to the setup");

  await page.fill("[name=code]", "WRONG-CODE-0000");
  await page.fill("[name=name]", "Administratrice");
  await page.fill("[name=email]", EMAIL);
  await page.fill("[name=password]", PASSWORD);
  await expecting(/status of 4\d\d/, async () => {
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

  // A text is put right, taken back, made again; and kept, though the network was away meanwhile.
  const line = page.locator("article").first();
  // What a field holds is not read yet.
  const reads = (text) => line.locator("p", { hasText: text });
  const kept = page.getByRole("status").filter({ hasText: /enregistr|attente/i });
  await line.hover();
  await line.getByRole("button", { name: /^Corriger le texte/ }).click();
  await page.locator("article textarea").fill(PUT_RIGHT);
  await page.keyboard.press("Enter");
  await reads(PUT_RIGHT).waitFor();
  await page.keyboard.press("Control+z");
  await reads(PUT_RIGHT).waitFor({ state: "detached" });
  await page.keyboard.press("Control+Shift+Z");
  await reads(PUT_RIGHT).waitFor();
  await done("put a text right took it back and made it again");

  await expecting(/ERR_INTERNET_DISCONNECTED|Failed to fetch|net::/, async () => {
    await page.context().setOffline(true);
    await line.hover();
    await line.getByRole("button", { name: /^Corriger le texte/ }).click();
    await page.locator("article textarea").fill(`${PUT_RIGHT} Hors ligne.`);
    await page.keyboard.press("Enter");
    await kept.filter({ hasText: "Hors ligne" }).waitFor();
    await page.context().setOffline(false);
    await kept.filter({ hasText: "Tout est enregistré" }).waitFor();
  });
  await reads(`${PUT_RIGHT} Hors ligne.`).waitFor();
  await done("corrected without a network");

  // What is in doubt is gone through by keyboard alone, until nothing is left.
  await page.keyboard.press("d");
  const review = page.getByRole("region", { name: "Relecture des doutes" });
  await review.waitFor();
  for (let left = await page.locator("article").count(); left > 0 && (await review.getByText("Plus aucun doute").count()) === 0; left -= 1) {
    await page.locator("article[data-reviewed]").press("Enter");
  }
  await review.getByText("Plus aucun doute").waitFor();
  await review.getByRole("button", { name: "Terminer la relecture" }).click();
  await kept.filter({ hasText: "Tout est enregistré" }).waitFor();
  await done("left no doubt");

  await page.reload();
  await reads(`${PUT_RIGHT} Hors ligne.`).waitFor();
  must((await page.getByRole("button", { name: /^Relire les doutes/ }).count()) === 0, "doubts came back after a reload");

  const exported = async (format) => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Exporter" }).click();
    await page.getByRole("menuitem", { name: format }).click();
    return readFileSync(await (await download).path());
  };
  const plain = (await exported(/^Texte/)).toString();
  must(plain.includes(NAME) && plain.includes(`${PUT_RIGHT} Hors ligne.`), `the export does not hold what was put right: ${plain.slice(0, 300)}`);
  must((await exported(/^Document Word/)).subarray(0, 2).toString() === "PK", "the Word document is none");
  must((await exported(/^PDF/)).subarray(0, 5).toString() === "%PDF-", "the PDF is none");
  await done("took it away as text, for Word and as PDF");
});
