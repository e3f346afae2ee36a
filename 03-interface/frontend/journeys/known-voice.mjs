// A voice that somebody agreed to have known, in a real browser: learnt from a file, recognised in a meeting, taken back, erased.
//
//   WEB_URL        where the web interface answers              (required)
//   ONE_TIME_CODE  what the start printed                       (required)
//   SAMPLE         a file in which one person speaks            (required)
//   RECORDING      a meeting in which that person is the first  (required)
//   LANGUAGE       ISO 639-1 of the meeting                     (required)
//   SCREENSHOTS, CHROMIUM, PATIENCE_S: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect and the browser's console stayed clean.
import path from "node:path";

import { environment, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL");
const sample = path.resolve(environment("SAMPLE"));
const recording = path.resolve(environment("RECORDING"));
const patience = Number(environment("PATIENCE_S", "300")) * 1000;

const NAME = "Hélène <b>d’Arcy</b>";

await journey(async ({ page, done, expecting }) => {
  await setUp(page, web);

  // From nobody to a person who agreed.
  await page.getByRole("navigation").getByRole("link", { name: "Personnes" }).click();
  await page.waitForURL("**/people");
  await page.getByRole("button", { name: "Ajouter une première personne" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("[name=name]").fill(NAME);
  await dialog.locator("[name=how]").fill("formulaire signé");
  await dialog.locator("[type=submit]").click();
  await page.waitForURL("**/people/*");
  const person = page.url();
  await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  await page.getByText("formulaire signé").waitFor();
  await done("added a person who agreed");

  await page.locator("input[type=file]").setInputFiles(sample);
  await page.getByRole("list", { name: "Empreintes vocales" }).getByText(path.basename(sample)).waitFor({ timeout: patience });
  await done("taught the voice from a file");

  await page.getByRole("navigation").getByRole("link", { name: "Réunions" }).click();
  await page.waitForURL("**/meetings");
  await page.locator("input[type=file]").setInputFiles(recording);
  await dialog.locator("[name=title]").fill("Comité");
  await dialog.locator("[name=language]").selectOption(environment("LANGUAGE"));
  await dialog.locator("[type=submit]").click();
  await page.getByRole("link", { name: "Comité" }).first().click();
  const first = page.locator("article").first();
  await first.getByText(NAME).waitFor({ timeout: patience });
  const meeting = page.url();
  await done("was told who speaks");

  const question = page.getByRole("group", { name: NAME });
  await question.getByText("sur 100").waitFor();
  await question.getByRole("button", { name: "Écouter ici" }).click();
  await question.getByText("n’est pas conservé").waitFor();
  await question.getByRole("button", { name: "Oui" }).click();
  await question.waitFor({ state: "detached" });
  await done("said yes to the suggestion");

  await page.goto(person);
  await page.getByText("nommée par vous").waitFor();
  await page.getByRole("button", { name: "Retirer le consentement" }).click();
  await dialog.locator("[name=how]").fill("par téléphone");
  await dialog.getByText("son empreinte vocale est supprimée").waitFor();
  await dialog.locator("[type=submit]").click();
  await page.getByText("par téléphone").waitFor();
  await page.getByRole("list", { name: "Empreintes vocales" }).waitFor({ state: "detached" });
  must((await page.getByRole("button", { name: "Choisir un fichier" }).count()) === 0, "a voice could be learnt without consent");
  await done("took consent back");

  // A name that was confirmed stays until its bearer is erased.
  await page.goto(meeting);
  await first.getByText(NAME).waitFor();
  await page.goto(person);
  await page.getByRole("button", { name: "Actions pour" }).click();
  await page.getByRole("menuitem", { name: "Effacer" }).click();
  const erase = dialog.locator("[type=submit]");
  must(await erase.isDisabled(), "erased without the name being typed");
  await dialog.getByRole("textbox").fill("helene <b>d'arcy</b>");
  await erase.click();
  await page.waitForURL("**/people");
  await page.getByRole("button", { name: "Ajouter une première personne" }).waitFor();
  await done("erased the person");

  await page.goto(meeting);
  await first.getByText("Locuteur 1").waitFor();
  must((await page.locator("main").getByText(NAME).count()) === 0, "the name is still in the meeting");
  await expecting(/status of 404/, async () => {
    await page.goto(person);
    await page.getByRole("heading", { name: "n’est pas dans votre liste" }).waitFor();
  });
  await done("found nothing left of the name");
});
