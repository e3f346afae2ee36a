// Searching in a real browser: what was said is found, heard, opened there; corrections, names, the trash reach it.
//
//   WEB_URL        where the web interface answers                                       (required)
//   ONE_TIME_CODE  what the start printed                                                (required)
//   RECORDING      a file to upload                                                      (required)
//   WORDS          two words that are said in it one right after the other, the first only there
//   SCREENSHOTS, CHROMIUM, PATIENCE_S: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import path from "node:path";

import { environment, fold, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const recording = path.resolve(environment("RECORDING"));
const [first, second] = environment("WORDS").split(" ");
const patience = Number(environment("PATIENCE_S", "300")) * 1000;
const TITLE = "Conseil <b>d’été</b> 🏗️";
const PUT_RIGHT = "Le xylophone municipal est réparé.";

await journey(async ({ page, done, expecting }) => {
  await setUp(page, web);
  await page.locator("input[type=file]").setInputFiles(recording);
  const dialog = page.getByRole("dialog");
  await dialog.locator("[name=title]").fill(TITLE);
  await dialog.locator("[name=language]").selectOption("en");
  await dialog.locator("[type=submit]").click();
  await page.getByRole("link", { name: TITLE }).first().click();
  await page.waitForURL("**/meetings/*");
  const meeting = page.url();
  await page.locator("article").first().waitFor({ timeout: patience });
  await done("had it transcribed");

  // By the navigation, typed without the mouse.
  const box = page.getByRole("searchbox");
  const results = page.getByRole("status").filter({ hasText: /passage/ });
  const marks = page.locator("mark");
  const look = async (text) => {
    await box.fill(text);
    await page.waitForURL((url) => (url.searchParams.get("q") ?? "") === text.trim());
  };
  await page.getByRole("link", { name: "Recherche" }).click();
  await page.getByText("Retrouvez ce qui a été dit").waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("/");
  await page.keyboard.type(`${second.toUpperCase()} ${first}`);
  await marks.first().waitFor({ timeout: 60_000 });
  must(fold(await results.innerText()).startsWith("1 passage dans 1 reunion"), `it says: ${await results.innerText()}`);
  must((await marks.allInnerTexts()).some((text) => fold(text).includes(fold(first))), `what was hit: ${await marks.allInnerTexts()}`);
  must((await page.locator("section h2").innerText()) === TITLE, "the title is not plain text");
  await done("found two words");

  await look(`"${first} ${second}"`);
  await page.locator("mark", { hasText: new RegExp(`${first}.*${second}`, "i") }).first().waitFor();
  await look(`"${second} ${first}"`);
  await page.getByText("Aucun passage ne contient").or(page.getByText("n’a été dit dans aucun passage")).waitFor();
  await done("told a phrase from words");

  // The address is the search.
  await page.goto(`${web}/search?q=${first}&since=2000-01-01`);
  await marks.first().waitFor();
  must((await box.inputValue()) === first, "the box does not say what is looked for");

  // Heard where it was found, one at a time; a second press stops it.
  const sound = page.waitForResponse((answer) => answer.url().endsWith("/audio") && answer.ok());
  const play = page.getByRole("button", { name: /^Écouter à/ }).first();
  await play.click();
  await sound;
  await page.getByRole("button", { name: /^Arrêter à/ }).click();
  await play.waitFor();
  await done("heard the passage");

  // Opened there.
  const link = page.getByRole("link", { name: /^Ouvrir la réunion à/ }).first();
  const at = Number(new URL(await link.getAttribute("href"), web).searchParams.get("t"));
  await link.click();
  await page.waitForURL(`**/meetings/*?t=${at}`);
  await page.waitForFunction((time) => Math.abs((document.querySelector("audio")?.currentTime ?? -9) - time) < 1.5, at);
  await done("opened the meeting there");

  // What is put right is found within seconds; so is whose words they are.
  const line = page.locator("article").first();
  await line.hover();
  await line.getByRole("button", { name: /^Corriger le texte/ }).click();
  await page.locator("article textarea").fill(PUT_RIGHT);
  await page.keyboard.press("Enter");
  await line.locator("p", { hasText: PUT_RIGHT }).waitFor();
  await line.locator("header button").first().click();
  await page.getByRole("menuitem").first().click();
  await dialog.locator("[name=name]").fill("Élodie D.");
  await dialog.locator("[type=submit]").click();
  await line.getByText("Élodie D.").waitFor();
  await page.goto(`${web}/search?q=xylophones`);
  const marked = page.locator("mark", { hasText: "xylophone" });
  const again = async (found) => {
    for (let tries = 0; tries < 20 && (await found.count()) === 0; tries += 1) {
      await page.reload();
      await results.waitFor();
    }
    await found.first().waitFor();
  };
  await again(marked);
  await page.getByRole("combobox", { name: "Qui le dit" }).fill("elodie");
  await page.waitForURL("**speaker=elodie**");
  await again(page.locator("li").filter({ has: marked }).getByText("Élodie D."));
  await done("found what was put right and who says it");

  // The trash is not searched; what comes back is.
  await page.goto(meeting);
  await page.getByRole("button", { name: /^Actions pour «/ }).click();
  await page.getByRole("menuitem", { name: "Mettre à la corbeille" }).click();
  await page.waitForURL("**/meetings");
  await page.getByRole("link", { name: "Recherche" }).click();
  await look("xylophone");
  await page.getByText("Ce mot n’a été dit dans aucun passage").waitFor();
  await expecting(/status of 404/, async () => {
    await page.goto(meeting);
    await page.getByRole("button", { name: "Restaurer" }).click();
    await page.locator("article").first().waitFor();
  });
  await page.goto(`${web}/search?q=xylophone`);
  await marked.waitFor();
  await done("left the trash out");

  // Whatever is typed is plain text.
  for (const text of ['"', "NEAR(a, b) OR *", "<img src=x onerror=alert(1)>", "🎉🎉", "a".repeat(1900), "‮abc"]) {
    await look(text);
    await page.getByText(/Il n’y a là aucun mot|aucun passage|Aucun passage ne contient/).first().waitFor();
  }
  await done("took whatever was typed");
});
