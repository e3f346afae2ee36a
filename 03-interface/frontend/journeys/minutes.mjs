// Minutes and the register in a real browser: a template of one's own and a Word document, then written by it, heard, put right by hand and by
// keyboard, in two windows at once, approved, frozen, followed up; in both languages and themes and on a phone.
//
//   WEB_URL      where the web interface answers                                   (required)
//   MEETING      the id of the meeting of tests/council_meeting.py                 (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import { readFileSync } from "node:fs";

import { sound } from "./sound-page.mjs";
import { environment, journey, must, signIn } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const meeting = `${web}/meetings/${environment("MEETING")}`;
const TITLE = "Conseil <b>d’été</b> 🏗️";
const TEMPLATE = "Conseil syndical <b>";
const PUT_RIGHT = "La réparation de l’ascenseur est confiée à Montéo <i>(9 800 €)</i>.";

const LOOKS = [
  { name: "dark", width: 1280, height: 800, colorScheme: "dark", language: "en" },
  { name: "phone", width: 390, height: 844, colorScheme: "dark", language: "fr" },
  { name: "light", width: 1280, height: 800, colorScheme: "light", language: "fr" },
];

await journey(async ({ page, context, done, expecting }) => {
  const look = async (one, ...places) => {
    await page.setViewportSize({ width: one.width, height: one.height });
    await page.emulateMedia({ colorScheme: one.colorScheme });
    await context.addCookies([{ name: "scribe_language", value: one.language, url: web }]);
    for (const [name, address, there] of places) {
      await page.goto(address);
      await there.first().waitFor();
      await sound(page, one, name);
    }
  };
  const section = (name) => page.getByRole("region", { name });
  const field = (name) => page.getByRole("textbox", { name, exact: true });
  const decisions = section("Décisions").locator("[data-item]");
  const saved = page.getByRole("status").filter({ hasText: /^Enregistré/ });
  const minutes = page.locator("main article");

  await page.goto(`${web}/sign-in`);
  await signIn(page);
  await page.waitForURL("**/meetings");
  await page.goto(meeting);
  await page.getByRole("link", { name: "Compte rendu" }).click();
  await page.getByRole("heading", { name: "Pas encore de compte rendu" }).waitFor();

  // A template of one's own, and the organisation's Word document.
  await page.getByRole("link", { name: "Gérer les modèles" }).click();
  await page.getByRole("button", { name: /^Copier .*Général/ }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Nom" }).fill(TEMPLATE);
  await page.getByRole("button", { name: "Créer le modèle" }).click();
  await page.waitForURL("**/templates/*");
  const template = page.url();
  await page.getByRole("button", { name: "Ajouter une rubrique" }).click();
  await page.keyboard.type("Votes");
  await page.keyboard.press("Alt+ArrowUp");
  await page.getByRole("status").filter({ hasText: /^Enregistré$/ }).waitFor();
  await page.reload();
  const titles = page.getByRole("textbox", { name: /^Titre de la rubrique/ });
  await titles.first().waitFor();
  const written = await titles.evaluateAll((all) => all.map(({ value }) => value));
  must(written.indexOf("Votes") === written.length - 2, `the sections are ${written.join(", ")}`);
  await done("made a template of one's own");
  await page.getByRole("link", { name: "Modèles", exact: true }).click();
  const [starter] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Enregistrer un exemple" }).click()]);
  const send = async (label, buffer) => {
    await page.getByLabel(label).and(page.locator("input")).setInputFiles({ name: "Copropriété.docx", mimeType: "application/octet-stream", buffer });
    await page.getByRole("dialog").getByRole("button", { name: "Ajouter", exact: true }).click();
  };
  await expecting(/status of 4\d\d/, async () => {
    await send("Ajouter un document…", Buffer.from("not a document"));
    await page.getByRole("alert").filter({ hasText: "n’est pas lisible comme document Word" }).waitFor();
  });
  await send("Autre fichier…", readFileSync(await starter.path()));
  await page.getByRole("listitem").filter({ hasText: "Copropriété" }).waitFor();
  await done("had a Word document refused and one taken");

  await page.goto(`${meeting}/minutes`);
  await page.getByLabel("Modèle").selectOption({ label: TEMPLATE });
  await page.getByRole("button", { name: "Rédiger le compte rendu" }).click();
  await section("Votes").waitFor();
  await minutes.waitFor();
  await page.getByText("Extrait automatique").waitFor();
  must((await field("Titre du compte rendu").inputValue()) === TITLE, "the title is not plain text");
  must((await decisions.count()) >= 2, `${await decisions.count()} decisions were found`);
  await done("had them written");

  // Each item is heard where it was said, and tells what was said there.
  const chip = decisions.first().getByRole("button", { name: /^Écouter à/ }).first();
  const heard = page.waitForResponse((answer) => answer.url().endsWith("/audio") && answer.ok());
  await chip.click();
  await heard;
  await decisions.first().getByText(/Montéo/).last().waitFor();
  await decisions.first().getByRole("button", { name: /^Arrêter à/ }).click();
  await done("heard a decision");

  // Typed where it stands, kept by itself.
  await field("Décision 1").fill(PUT_RIGHT);
  await page.getByText("Pas encore enregistré").or(page.getByText("Enregistrement…")).waitFor();
  await saved.waitFor();
  await page.reload();
  must((await field("Décision 1").inputValue()) === PUT_RIGHT, "what was typed is not there after a reload");
  await done("put a decision right");

  // By keyboard alone: a new item under this one, moved up, moved down again, emptied, deleted, taken back.
  await field("Décision 1").focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Le syndic est relancé.");
  const [before, items] = [await decisions.count(), await page.locator("[data-item]").count()];
  await page.keyboard.press("Enter");
  await page.waitForFunction((many) => document.querySelectorAll("[data-item]").length > many, items);
  await page.keyboard.press("Escape");
  must((await decisions.count()) === before + 1, "the new item is not in its section");
  await field("Décision 2").focus();
  must((await field("Décision 2").inputValue()) === "Le syndic est relancé.", "the new item is not where it was begun");
  await page.keyboard.press("Alt+ArrowUp");
  await page.waitForFunction((text) => document.activeElement?.value === text && document.activeElement.ariaLabel === "Décision 1", "Le syndic est relancé.");
  await page.keyboard.press("Alt+ArrowDown");
  await page.waitForFunction((text) => document.activeElement?.value === text && document.activeElement.ariaLabel === "Décision 2", "Le syndic est relancé.");
  const count = await decisions.count();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Backspace");
  const back = page.getByRole("button", { name: "Annuler" });
  await back.waitFor();
  must((await decisions.count()) === count - 1, "the emptied item is still there");
  await back.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((text) => [...document.querySelectorAll("textarea")].some(({ value }) => value === text), "Le syndic est relancé.");
  await done("worked by keyboard");

  // Into another section, and back.
  const note = (name) => section(name).locator("[data-item]").filter({ hasText: "Le syndic est relancé." });
  await note("Décisions").getByRole("button", { name: /^Actions/ }).click();
  await page.getByRole("menuitem", { name: "Déplacer vers une autre rubrique…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Questions/ }).click();
  await note("Questions").waitFor();
  await page.waitForFunction((text) => document.activeElement?.value === text, "Le syndic est relancé.");
  await page.getByRole("status").getByRole("button", { name: "Annuler" }).last().click();
  await note("Décisions").waitFor();
  await done("moved an item to another section and back");

  // Who does it until when.
  const action = section("Actions").locator("[data-item]").filter({ hasText: /affiche|charge/ }).first();
  await action.getByRole("combobox", { name: "Qui" }).fill("Karim Ziani");
  await action.getByRole("combobox", { name: "Qui" }).press("Enter");
  await action.locator("input[type=date]").fill("2026-02-20");
  await action.locator("input[type=date]").press("Enter");
  await saved.waitFor();
  // A passage is cited, and let go.
  const chips = action.getByRole("button", { name: /^Écouter à/ });
  const cited = await chips.count();
  await action.getByRole("button", { name: /^Actions/ }).click();
  await page.getByRole("menuitem", { name: "Citer un passage…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox").fill("ROBINETS regles");
  const passages = dialog.getByRole("listitem");
  await page.waitForFunction(() => document.querySelectorAll("dialog li").length === 1);
  must(/robinets/.test(await passages.innerText()), `it found: ${await passages.innerText()}`);
  await dialog.getByRole("button", { name: /^Citer le passage/ }).click();
  await dialog.getByRole("button", { name: "Fermer" }).click();
  await page.waitForFunction(([id, many]) => document.querySelectorAll(`[data-item="${id}"] [aria-pressed]`).length === many, [await action.getAttribute("data-item"), cited + 1]);
  await chips.last().focus();
  await action.getByRole("button", { name: "Retirer cette citation" }).click();
  await page.waitForFunction(([id, many]) => document.querySelectorAll(`[data-item="${id}"] [aria-pressed]`).length === many, [await action.getAttribute("data-item"), cited]);
  await done("gave an action its owner, day and evidence");

  // Two windows on the same decision: neither text is lost.
  const other = await context.newPage();
  await other.goto(`${meeting}/minutes`);
  const theirs = other.getByRole("textbox", { name: "Décision 1", exact: true });
  await theirs.fill("Montéo répare l’ascenseur.");
  await theirs.blur();
  await other.getByRole("status").filter({ hasText: /^Enregistré/ }).waitFor();
  await expecting(/409/, async () => {
    await field("Décision 1").fill(`${PUT_RIGHT} Oui.`);
    await field("Décision 1").blur();
    await page.getByText("Montéo répare l’ascenseur.").waitFor();
  });
  must((await field("Décision 1").inputValue()) === `${PUT_RIGHT} Oui.`, "what was typed is gone");
  await done("two windows changed the same");
  await page.getByRole("button", { name: "Garder le mien" }).click();
  await saved.waitFor();
  await other.close();

  // Written anew: what a person wrote stays.
  await page.getByRole("button", { name: "Réécrire : Décisions" }).click();
  await page.getByText("« Décisions » est réécrit").waitFor();
  must((await page.$$eval("textarea", (all) => all.map(({ value }) => value))).includes(`${PUT_RIGHT} Oui.`), "what was written by hand is gone");
  await done("had a section written anew");

  for (const one of LOOKS) await look(one, ["templates", `${web}/templates`, page.locator("#documents")], ["template", template, page.locator("[data-section]")], ["minutes draft", `${meeting}/minutes`, minutes]);
  await done("looked at the draft");

  // Signed.
  await page.getByRole("button", { name: "Approuver" }).click();
  await page.getByRole("button", { name: "Figer…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Figer" }).click();
  const seal = await page.locator("code").innerText();
  must(/^[0-9a-f]{64}$/.test(seal), `the seal reads ${seal}`);
  must((await page.locator("main textarea, main input:not([type=checkbox])").count()) === 0, "frozen minutes can be typed in");
  await minutes.getByText(`${PUT_RIGHT} Oui.`).waitFor();
  for (const [format, begins] of [["Document Word", "PK"], [/Copropriété/, "PK"], ["PDF, à imprimer", "%PDF-"], ["Page web", "<!doctype html>"], ["Markdown", "# "]]) {
    await page.getByRole("button", { name: "Exporter" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
    must(readFileSync(await file.path(), "latin1").toLowerCase().startsWith(begins.toLowerCase()), `${format} is none`);
  }
  await done("froze them, and took them away");

  // Followed up.
  await page.getByRole("link", { name: "Registre", exact: true }).click();
  const rows = page.locator("main [data-item]");
  await rows.first().waitFor();
  await page.getByLabel("Genre").selectOption("action");
  await page.waitForURL("**/register?kind=action");
  await page.getByRole("textbox", { name: "Qui" }).or(page.getByLabel("Qui")).first().fill("Karim Ziani");
  await page.waitForURL((url) => url.searchParams.get("owner") === "Karim Ziani");
  await page.reload();
  const poster = rows.filter({ hasText: "Karim Ziani" }).filter({ hasText: "20 février 2026" });
  await poster.waitFor();
  await poster.getByRole("checkbox").click();
  await page.getByText(/^Fait\s:/).waitFor();
  await page.reload();
  must(await poster.getByRole("checkbox").isChecked(), "it is not ticked off after a reload");
  for (const [format, begins] of [["Tableau (CSV)", /Karim Ziani/], ["Tâches pour un agenda (iCalendar)", /^BEGIN:VCALENDAR/]]) {
    await page.getByRole("button", { name: "Exporter" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
    must(begins.test(readFileSync(await file.path(), "utf8").replace("\ufeff", "")), `${format} does not hold what it should`);
  }
  await done("followed an action up");
  for (const one of LOOKS) await look(one, ["register", `${web}/register`, rows], ["minutes frozen", `${meeting}/minutes`, page.locator("code")]);
  await done("looked at the register and at what is frozen");

  await page.goto(`${web}/register?kind=action&owner=Karim+Ziani`);
  await poster.getByRole("button", { name: /^Écouter dans/ }).click();
  await page.waitForURL(/\/meetings\/[0-9a-f]{32}\?t=\d+$/);
  const at = Number(new URL(page.url()).searchParams.get("t"));
  await page.waitForFunction((time) => Math.abs((document.querySelector("audio")?.currentTime ?? -9) - time) < 1.5, at);
  await done("heard it in its meeting");
});
