// Questions to meetings in a real browser: answered with passages that are heard where they stand, refused where nothing says it, kept,
// renamed, deleted; over all meetings, over some, and beside the text of one, whose player plays what is cited.
//
//   WEB_URL      where the web interface answers                                             (required)
//   MEETING      the id of the meeting of tests/council_meeting.py; two others stand beside  (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import { readFile } from "node:fs/promises";

import { sound } from "./sound-page.mjs";
import { environment, journey, must, signIn } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const meeting = environment("MEETING");
const COUNCIL = "Conseil <b>d’été</b> 🏗️";
const PRICE = "Combien coûte la pergola du jardin ?";
const HOSTILE = '<img src=x onerror="alert(1)">';

const LOOKS = [
  { name: "dark", width: 1280, height: 800, colorScheme: "dark", language: "en" },
  { name: "phone", width: 390, height: 844, colorScheme: "light", language: "fr" },
  { name: "zoomed", width: 427, height: 267, colorScheme: "dark", language: "fr" },
  { name: "light", width: 1440, height: 900, colorScheme: "light", language: "fr" },
];

await journey(async ({ page, context, done }) => {
  const box = page.getByRole("textbox", { name: "Votre question" });
  const articles = page.locator("main article");
  const cited = (article) => article.locator("[data-citation]");
  const ask = async (question) => {
    const before = await articles.count();
    await box.fill(question);
    await page.keyboard.press("Enter");
    await articles.nth(before).waitFor();
    await page.getByRole("button", { name: "Demander" }).waitFor();
  };

  await page.goto(`${web}/sign-in`);
  await signIn(page);
  await page.waitForURL("**/meetings");
  // A question is answered from what the index holds of each meeting.
  for (const [words, text] of [["pergola en bois", "mélèze"], ["ascenseur en panne", "ascenseur"], ["bibliothèque fermée", "bibliothèque"]]) {
    await page.goto(`${web}/search?q=${words}&by=meaning`);
    await page.locator("main li p").filter({ hasText: text }).first().waitFor({ timeout: 60_000 });
  }

  // A question that stands there, then one's own; what is typed is plain text.
  await page.getByRole("link", { name: "Questions" }).click();
  await page.getByRole("heading", { name: "Questions", level: 1 }).waitFor();
  await page.getByText("Aucun modèle de langage n’est installé").waitFor();
  await page.getByRole("button", { name: /^Qu’a-t-on décidé au sujet du budget/ }).click();
  must((await box.inputValue()).startsWith("Qu’a-t-on décidé"), "the example is not in the box");
  await page.getByRole("radio", { name: "Certaines réunions" }).check();
  await page.getByRole("searchbox").fill("Jardin");
  await page.getByRole("checkbox", { name: /^Jardin/ }).check();
  await box.fill(PRICE);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/chat/*");
  const conversation = page.url();
  const pergola = articles.first();
  await cited(pergola).filter({ hasText: "quatre mille deux cents" }).first().waitFor();
  await pergola.getByText("Aucun modèle de langage n’est installé").waitFor();
  await done("was answered with what was said");

  // Heard where it stands, at its second.
  await page.evaluate(() => {
    window.heard = [];
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      if (!window.heard.includes(this)) window.heard.push(this);
      return play.call(this);
    };
  });
  const passage = cited(pergola).filter({ hasText: "quatre mille deux cents" }).first();
  await passage.getByRole("button", { name: "Écouter à 0:04" }).click();
  await page.waitForFunction(() => window.heard[0]?.currentTime > 4.2);
  await passage.getByRole("button", { name: "Arrêter à 0:04" }).click();
  await passage.getByRole("button", { name: "Écouter à 0:04" }).waitFor();
  await done("heard what was cited");

  // What nobody said is not answered.
  await ask(`Quelle est la capitale de la Mongolie ? ${HOSTILE}`);
  await articles.nth(1).getByText(/Rien|aucun/i).first().waitFor();
  must((await cited(articles.nth(1)).count()) === 0, "an answer that there is none cites something");
  must((await page.locator("main img").count()) === 0, "the question is not plain text");
  await done("was told that nothing says it");

  // Kept as it is, under its first question.
  await page.reload();
  await articles.nth(1).waitFor();
  must((await articles.count()) === 2, `${await articles.count()} questions are kept`);
  must((await page.getByRole("navigation", { name: "Vos conversations" }).getByRole("link", { name: /pergola/ }).count()) === 1, "it is not in the list");
  const menu = page.getByRole("button", { name: "Actions pour cette conversation" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Renommer…" }).click();
  await page.getByRole("dialog").locator("[name=title]").fill("Pergola <i>2026</i>");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Pergola <i>2026</i>", level: 1 }).waitFor();
  await done("kept and renamed it");

  // Taken away, with the way back to the meeting.
  const saving = page.waitForEvent("download");
  await menu.click();
  await page.getByRole("menuitem", { name: /^Texte simple/ }).click();
  const file = await saving;
  const kept = await readFile(await file.path(), "utf8");
  must(/^Pergola.*\.txt$/.test(file.suggestedFilename()), `it is saved as ${file.suggestedFilename()}`);
  must(kept.includes("quatre mille deux cents") && kept.includes(`${web}/meetings/`), "the file does not say what was answered, and where");
  await done("took it away as text");

  // Opened there.
  await passage.getByRole("link", { name: "Ouvrir la réunion à 0:04" }).click();
  await page.waitForURL("**/meetings/*?t=4");
  await page.waitForFunction(() => Math.abs((document.querySelector("audio")?.currentTime ?? -9) - 4) < 1.5);

  // Some meetings, chosen by their titles: others are not asked.
  await page.goto(`${web}/chat`);
  await page.getByRole("radio", { name: "Certaines réunions" }).check();
  await page.getByRole("searchbox").fill("Biblio");
  await page.getByRole("checkbox", { name: /^Bibliothèque/ }).check();
  await box.fill("Combien coûte la pergola ?");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/chat/*");
  await page.getByRole("button", { name: "Demander" }).waitFor();
  await articles.first().waitFor();
  must((await page.getByText("quatre mille deux cents").count()) === 0, "a meeting was asked that was not chosen");
  await done("asked one meeting by its title");

  // Beside the text of a meeting: its player plays what is cited, and the text follows.
  await page.goto(`${web}/meetings/${meeting}`);
  await page.locator("article [data-word]").first().waitFor();
  await page.getByRole("tab", { name: "Questions" }).click();
  const panel = page.getByRole("tabpanel");
  await panel.getByRole("textbox", { name: "Votre question" }).fill("Qui répare l’ascenseur tombé en panne, et avec quel devis ?");
  await page.keyboard.press("Enter");
  const lift = panel.locator("[data-citation]").filter({ hasText: "Montéo" }).first();
  await lift.waitFor();
  must((await panel.getByText(/pergola|bibliothèque/i).count()) === 0, "another meeting answers");
  await lift.getByRole("button", { name: /^Écouter à/ }).click();
  await page.waitForFunction(() => document.querySelector("audio").currentTime > 8);
  await lift.getByRole("button", { name: /^Arrêter à/ }).click();
  must(await page.evaluate(() => document.querySelector("audio").paused), "it does not stop");
  await sound(page, LOOKS.at(-1), "meeting, questions");
  await done("asked beside the text");

  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await context.addCookies([{ name: "scribe_language", value: look.language, url: web }]);
    await page.goto(conversation);
    await cited(articles.first()).first().waitFor();
    await sound(page, look, "conversation");
  }

  // Deleted after a question; the meetings stay.
  await menu.click();
  await page.getByRole("menuitem", { name: "Supprimer…" }).click();
  must((await page.getByRole("dialog").innerText()).includes("Pergola <i>2026</i>"), "it does not say which one");
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/chat");
  await page.getByRole("navigation", { name: "Vos conversations" }).getByRole("link", { name: new RegExp(COUNCIL.slice(0, 6)) }).first().waitFor();
  await page.getByRole("link", { name: /Pergola/ }).waitFor({ state: "detached" });
  await done("deleted it");
});
