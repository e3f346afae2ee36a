// Keeping order in a real browser: meetings are tagged, put away, taken back and deleted for good, one and several.
//
//   WEB_URL        where the web interface answers                                       (required)
//   ONE_TIME_CODE  what the start printed                                                (required)
//   RECORDING      a file to upload, three times                                         (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect, with the id of the meeting that was deleted as the last line.
import path from "node:path";

import { environment, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const recording = path.resolve(environment("RECORDING"));
const TITLES = ["Comité d’été", "Budget <b>2026</b>", "اجتماع"];

await journey(async ({ page, done, expecting }) => {
  await setUp(page, web);

  const row = (title) => page.locator("[data-meeting]").filter({ hasText: title });
  const said = (text) => page.getByRole("status").getByText(text);
  const undo = () => page.getByRole("status").getByRole("button", { name: "Annuler" }).last().click();
  const gone = (title) => row(title).waitFor({ state: "detached" });

  for (const title of TITLES) {
    await page.locator("input[type=file]").setInputFiles(recording);
    await page.getByRole("dialog").locator("[name=title]").fill(title);
    await page.getByRole("dialog").locator("[type=submit]").click();
    await row(title).waitFor();
  }
  await done("brought three");

  // Put away by its menu, undone at a word.
  const menu = async (title, item) => {
    await row(title).getByRole("button", { name: /^Actions/ }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await menu(TITLES[0], "Mettre à la corbeille");
  await gone(TITLES[0]);
  await undo();
  await row(TITLES[0]).waitFor();
  await done("undid it");

  // Put away from its own page; its address says where it is.
  await row(TITLES[0]).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: TITLES[0] }).waitFor();
  const address = page.url();
  await page.getByRole("button", { name: /^Actions pour «/ }).click();
  await page.getByRole("menuitem", { name: "Mettre à la corbeille" }).click();
  await page.waitForURL("**/meetings");
  await gone(TITLES[0]);
  await page.goto(address);
  await page.getByRole("heading", { name: "Cette réunion est dans la corbeille" }).waitFor();
  await done("said that it is in the trash");
  await page.getByRole("button", { name: "Restaurer" }).click();
  await page.getByRole("heading", { name: "Cette réunion est dans la corbeille" }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Réunions" }).last().click();
  await row(TITLES[0]).waitFor();
  await done("restored it");

  // Deleted for good: from the trash, once its title was typed.
  await menu(TITLES[0], "Mettre à la corbeille");
  await gone(TITLES[0]);
  await page.getByRole("link", { name: "Corbeille" }).click();
  await page.waitForURL("**/meetings/trash");
  await row(TITLES[0]).getByRole("button", { name: /^Supprimer définitivement/ }).click();
  const dialog = page.getByRole("dialog");
  must(await dialog.locator("[type=submit]").isDisabled(), "it would be deleted without a word");
  await dialog.getByRole("textbox").fill("comite d'ete");
  await dialog.locator("[type=submit]").click();
  await gone(TITLES[0]);
  await page.getByText("La corbeille est vide.").waitFor();
  await expecting(/status of 404/, async () => {
    await page.goto(address);
    await page.getByRole("heading", { name: "Cette réunion n’existe pas" }).waitFor();
  });
  await done("deleted it for good");

  // Two are chosen with Shift and tagged together, by the keyboard alone once the dialog is there.
  await page.goto(`${web}/meetings`);
  const boxes = page.locator("[data-meeting]").getByRole("checkbox");
  await boxes.first().click();
  await boxes.nth(1).click({ modifiers: ["Shift"] });
  await page.getByRole("toolbar").getByRole("button", { name: "Étiqueter" }).click();
  await page.keyboard.type("CSE & <i>budget</i>");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await said("Étiquettes modifiées pour 2 réunions.").waitFor();
  const tags = page.getByRole("button", { name: "CSE & <i>budget</i>" });
  await tags.nth(1).waitFor();
  await tags.nth(2).waitFor({ state: "detached" }); // the dialog's own goes with the dialog
  must((await tags.count()) === 2, `${await tags.count()} meetings carry the tag, not 2`);
  await done("tagged two");
  await undo();
  await tags.first().waitFor({ state: "detached" });
  await done("took the tags back");

  // One is tagged by its menu; the tag finds it, is renamed, and still finds it.
  await menu(TITLES[1], "Étiquettes…");
  await page.keyboard.type("Paris");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await row(TITLES[1]).getByRole("button", { name: "Paris" }).click();
  await page.waitForURL("**/meetings?tag=Paris");
  await gone(TITLES[2]);
  await page.getByRole("button", { name: "Gérer les étiquettes" }).click();
  await page.getByRole("button", { name: "Renommer « Paris »" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Lyon");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/meetings?tag=Lyon");
  await page.keyboard.press("Escape");
  await row(TITLES[1]).getByRole("button", { name: "Lyon" }).waitFor();
  must((await page.locator("[data-meeting]").count()) === 1, "the tag finds more than it should");
  await done("found it by its tag");

  // All of the list into the trash, and out again by the selection there.
  await page.goto(`${web}/meetings`);
  await row(TITLES[2]).waitFor();
  await page.getByRole("checkbox", { name: "Tout sélectionner" }).click();
  await page.getByRole("toolbar").getByRole("button", { name: "Corbeille" }).click();
  await said("2 réunions sont à la corbeille.").waitFor();
  await page.getByRole("link", { name: "Corbeille" }).click();
  await page.locator("[data-meeting]").nth(1).waitFor();
  await page.getByRole("checkbox", { name: "Tout sélectionner" }).click();
  await page.getByRole("toolbar").getByRole("button", { name: "Restaurer" }).click();
  await said("2 réunions sont de retour.").waitFor();
  await page.getByText("La corbeille est vide.").waitFor();
  await done("moved two there and back");

  await page.getByRole("link", { name: "Réunions" }).last().click();
  await page.getByRole("button", { name: "Grille" }).click();
  await page.reload();
  await row(TITLES[2]).waitFor();
  must((await page.getByRole("button", { name: "Grille" }).getAttribute("aria-pressed")) === "true", "the view was not kept");
  await done("kept the grid");
  console.log(address.split("/").at(-1));
});
