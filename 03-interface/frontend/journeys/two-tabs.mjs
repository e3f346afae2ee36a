// Two tabs correct the same meeting in a real browser, with and without a network: nothing that was typed is lost.
//
//   WEB_URL        where the web interface answers                                       (required)
//   ONE_TIME_CODE  what the start printed                                                (required)
//   RECORDING      a file to upload, in which several things are said                    (required)
//   PROFILE        folder for the browser's data                                         (required)
//   SCREENSHOTS, CHROMIUM, PATIENCE_S: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import path from "node:path";

import { environment, journey, must, setUp, signedInAgain } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const recording = path.resolve(environment("RECORDING"));
const patience = Number(environment("PATIENCE_S", "300")) * 1000;
const BROKEN_LINE = /ERR_INTERNET_DISCONNECTED|Failed to fetch|net::|status of 40[149]/;

await journey(
  async ({ page, context, done, expecting, reopen }) => {
    await setUp(page, web);
    await page.locator("input[type=file]").setInputFiles(recording);
    await page.getByRole("dialog").locator("[name=title]").fill("Deux onglets");
    await page.getByRole("dialog").locator("[name=language]").selectOption("en");
    await page.getByRole("dialog").locator("[type=submit]").click();
    await page.getByRole("link", { name: "Deux onglets" }).first().click();
    await page.waitForURL("**/meetings/*");
    await page.locator("article").first().waitFor({ timeout: patience });
    const address = page.url();
    await done("have a transcript");

    const line = (tab, at = 0) => tab.locator("article").nth(at);
    const reads = (tab, text, at = 0) => line(tab, at).locator("p", { hasText: text }).waitFor();
    const saved = (tab) => tab.getByRole("status").filter({ hasText: "Tout est enregistré" }).waitFor();
    const open = async (tab, at = 0) => {
      await line(tab, at).hover();
      await line(tab, at).getByRole("button", { name: /^Corriger le texte/ }).click();
      return tab.locator("article textarea");
    };
    const write = async (tab, text, at = 0) => {
      await (await open(tab, at)).fill(text);
      await tab.keyboard.press("Enter");
    };
    /** One after the other is looked at: a browser draws nothing in a tab behind another. */
    const look = (tab) => tab.bringToFront();

    await write(page, "un deux trois quatre cinq");
    must((await page.locator("article textarea").count()) === 0, "the editor stayed open until the API had answered");
    await saved(page);

    // A boundary that stands a few words too early or too late: words go over it by keys, and come back.
    const press = async (tab, at, before, key) => {
      await (await open(tab, at)).evaluate((area, place) => area.setSelectionRange(place, place), before.length);
      await tab.keyboard.press(key);
    };
    await press(page, 0, "un deux", "Control+Enter");
    await reads(page, "trois quatre cinq", 1);
    await press(page, 0, "un", "Alt+ArrowDown");
    await reads(page, /^deux trois quatre cinq/, 1);
    await reads(page, /^un(?! deux)/);
    const toast = page.getByRole("status").filter({ hasText: "Mots passés à l’intervention voisine." });
    await done("gave words to the utterance after");
    await toast.getByRole("button", { name: "Annuler" }).click();
    await reads(page, /^un deux/);
    await press(page, 1, "trois", "Alt+ArrowUp");
    await reads(page, /^un deux trois/);
    await reads(page, /^quatre cinq/, 1);
    await saved(page);
    await page.reload();
    await reads(page, /^un deux trois/);
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("Alt+↑").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: /Corrections|Historique/ }).click();
    await page.getByRole("tabpanel").getByText("« trois » passé à l’intervention voisine").first().waitFor();
    for (const way of ["« trois » passé", "Coupée en deux"]) {
      await page.getByRole("tabpanel").getByRole("listitem").filter({ hasText: way }).first().getByRole("button", { name: "Annuler" }).click();
    }
    await reads(page, "un deux trois quatre cinq");
    await done("gave words to the utterance before, and took them back from the history");

    const other = await context.newPage();
    other.setDefaultTimeout(20_000);
    await other.goto(address);
    await reads(other, "un deux trois quatre cinq");

    // What one tab writes the other shows, and an editor that is open there keeps its words.
    await look(page);
    await (await open(page)).fill("un deux trois quatre CINQ");
    await look(other);
    await write(other, "UN deux trois quatre cinq");
    await saved(other);
    await look(page);
    await page.getByText("Quelqu’un a changé ce texte entre-temps").waitFor();
    must((await page.locator("article textarea").inputValue()) === "un deux trois quatre CINQ", "an open editor lost its words");
    await done("saw the other tab's change beside an open editor");
    await page.locator("article textarea").press("Enter");
    await reads(page, "UN deux trois quatre CINQ");
    await page.getByRole("status").getByText("les deux corrections ont été réunies").waitFor();
    await look(other);
    await reads(other, "UN deux trois quatre CINQ");
    await done("made one of changes of different words");

    // The same word in both: one chooses, and nothing was written over.
    await look(page);
    await (await open(page)).fill("UN deux TROIS quatre CINQ");
    await look(other);
    await write(other, "UN deux 3 quatre CINQ");
    await saved(other);
    await look(page);
    const card = page.getByRole("region", { name: /mêmes mots entre-temps/ });
    await expecting(BROKEN_LINE, async () => {
      await page.locator("article textarea").press("Enter");
      await card.waitFor();
    });
    await card.getByText("Votre texte").waitFor();
    await done("was shown both texts");
    await page.reload();
    await card.waitFor();
    await card.getByRole("button", { name: "Composer à partir des deux" }).click();
    await card.getByRole("textbox", { name: "Texte à enregistrer" }).fill("UN deux TROIS (3) quatre CINQ");
    await card.getByRole("button", { name: "Enregistrer", exact: true }).click();
    await reads(page, "UN deux TROIS (3) quatre CINQ");
    await look(other);
    await reads(other, "UN deux TROIS (3) quatre CINQ");
    await done("made one of them by hand after a reload");

    // Taken out in one tab while it is edited in the other.
    await look(page);
    await (await open(page)).fill("UN deux TROIS (3) quatre CINQ six");
    await look(other);
    await line(other).hover();
    await line(other).getByRole("button", { name: /^Autres actions/ }).click();
    await other.getByRole("menuitem", { name: "Rien n’a été dit ici" }).click();
    await saved(other);
    await look(page);
    await expecting(BROKEN_LINE, async () => {
      await card.waitFor();
    });
    await card.getByRole("button", { name: "Garder le mien" }).click();
    await reads(page, "UN deux TROIS (3) quatre CINQ six");
    await saved(page);
    await done("brought back what was taken out under the editor");

    // Without a network, in both tabs, and the browser is killed: all of it arrives, in its order.
    let again = page;
    const lines = await page.locator("article").count();
    await expecting(BROKEN_LINE, async () => {
      await context.setOffline(true);
      await write(page, "hors ligne un");
      await write(page, "hors ligne deux");
      await reads(page, "hors ligne deux");
      await page.getByRole("status").filter({ hasText: "Hors ligne : 2 corrections en attente" }).waitFor();
      await done("waited without a network");
      await line(page, 1).hover();
      await line(page, 1).getByRole("button", { name: /^Autres actions/ }).click();
      await page.getByRole("menuitem", { name: /suivante/ }).click();
      await page.getByRole("region", { name: /^Attend le serveur/ }).getByText("réunie à sa voisine").waitFor();
      again = await reopen();
    });
    await again.goto(address);
    await signedInAgain(again, again.locator("article").first());
    await reads(again, "hors ligne deux");
    await saved(again);
    must((await again.locator("article").count()) === lines - 1, "two lines that were joined without a network are two");
    await again.getByRole("tab", { name: /Corrections|Historique/ }).click();
    await again.getByRole("tabpanel").getByText("hors ligne un").waitFor();
    const history = await again.getByRole("tabpanel").innerText();
    must(history.indexOf("hors ligne deux") < history.indexOf("hors ligne un") && history.includes("hors ligne un"), `not in order: ${history.slice(0, 300)}`);
    await again.reload();
    await reads(again, "hors ligne deux");
    await done("sent everything after the browser was killed");
  },
  { profile: environment("PROFILE") },
);
