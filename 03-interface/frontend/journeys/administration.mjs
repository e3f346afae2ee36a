// Administration and one's own settings in a real browser: the queue is put in order and emptied, the system is looked at, a token
// is made, used by a program, and revoked, a glossary is filled from a file.
//
//   WEB_URL        where the web interface answers                                       (required)
//   API_URL        where programs reach the API                                          (required)
//   ONE_TIME_CODE  what the start printed                                                (required)
//   RECORDING      a file to upload, several times                                       (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Nothing must work on the recordings meanwhile: the worker serves another lane. Ends with 0 only if every step did what a
// person would expect.
import { readFileSync } from "node:fs";
import path from "node:path";

import { environment, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const api = environment("API_URL").replace(/\/$/, "");
const recording = path.resolve(environment("RECORDING"));
const TITLES = ["Comité d’été", "Budget <b>2026</b>", "اجتماع"];

await journey(async ({ page, context, done }) => {
  await setUp(page, web);

  const said = (text) => page.getByRole("status").getByText(text).last().waitFor();
  const rows = page.getByRole("listitem");
  const first = (title) => rows.first().filter({ hasText: title }).waitFor();
  const act = async (title, item) => {
    await rows.filter({ hasText: title }).getByRole("button", { name: /^Actions/ }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };

  // Nothing waits yet, and the page says what will stand there.
  await page.getByRole("link", { name: "Administration" }).click();
  await page.getByRole("link", { name: "File d’attente" }).click();
  await page.getByText("Rien n’est en cours et rien n’attend.").waitFor();
  await done("found nobody waiting");

  await page.goto(`${web}/meetings`);
  for (const title of TITLES) {
    await page.locator("input[type=file]").setInputFiles(recording);
    await page.getByRole("dialog").locator("[name=title]").fill(title);
    await page.getByRole("dialog").locator("[type=submit]").click();
    await page.locator("[data-meeting]").filter({ hasText: title }).waitFor();
  }

  await page.goto(`${web}/queue`);
  await first(TITLES[0]);
  must((await rows.count()) === TITLES.length, `${await rows.count()} wait, not ${TITLES.length}`);
  await done("saw them wait");

  await act(TITLES[2], "Mettre en tête");
  await first(TITLES[2]);
  await said("L’ordre a changé.");
  await page.getByRole("status").getByRole("button", { name: "Annuler" }).last().click();
  await first(TITLES[0]);
  await done("put one first and took it back");

  // By the keyboard alone: a priority more.
  await rows.filter({ hasText: TITLES[1] }).getByRole("button", { name: /^Actions/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Mettre en tête" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await first(TITLES[1]);
  await page.getByText("prioritaire (1 cran)").waitFor();
  await done("gave one a priority by the keyboard");

  await act(TITLES[0], "Arrêter…");
  await page.getByRole("dialog").getByRole("button", { name: "Laisser continuer" }).click();
  must((await rows.count()) === TITLES.length, "it was stopped without a word");
  await act(TITLES[0], "Arrêter…");
  await page.getByRole("dialog").getByRole("button", { name: "Arrêter", exact: true }).click();
  await rows.filter({ hasText: TITLES[0] }).waitFor({ state: "detached" });
  await done("stopped one");

  await page.getByRole("link", { name: "Système" }).click();
  await page.getByRole("heading", { level: 1, name: "Système" }).waitFor();
  for (const part of ["Services", "Travail", "Programmes de traitement", "Stockage", "Limites et conservation"]) await page.getByRole("heading", { name: part, exact: true }).waitFor();
  await page.getByText("SQLite").waitFor();
  await done("looked at the system");

  // A token is made, shown once, and reads what its owner may; it does not write.
  await page.getByRole("button", { name: /compte et déconnexion/ }).click();
  await page.getByRole("menuitem", { name: "Mon compte" }).click();
  await page.getByRole("button", { name: "Créer un jeton" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Nom" }).waitFor();
  await page.keyboard.type("Export de nuit");
  await page.keyboard.press("Enter");
  const secret = await page.getByRole("dialog").locator("output").innerText();
  must(/^scribe_[\w-]{43}$/.test(secret), "that is no secret");
  await done("made a token");
  await page.getByRole("button", { name: "Terminé" }).click();
  must(!(await page.content()).includes(secret), "the secret still stands on the page");
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);
  must(!kept.includes(secret), "the secret lies in the browser");

  const asked = (method, where, body) =>
    fetch(`${api}${where}`, { method, body, headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" } });
  const read = await asked("GET", "/meetings");
  must(read.status === 200, `the token reads with ${read.status}`);
  must((await read.json()).items.length === TITLES.length, "the token reads something else");
  const written = await asked("POST", "/meetings/trash", JSON.stringify({ meetings: ["0".repeat(32)] }));
  must(written.status === 403, `a token that reads was answered ${written.status} when it wrote`);
  await page.reload();
  await page.getByText(/dernier usage le/).last().waitFor();
  await done("used it from a program");

  await page.getByRole("button", { name: "Révoquer Export de nuit" }).click();
  await page.getByRole("button", { name: "Révoquer maintenant" }).click();
  await said("Le jeton est révoqué.");
  await page.getByText(/^Aucun jeton\./).waitFor();
  must((await asked("GET", "/meetings")).status === 401, "a revoked token is let in");
  await done("revoked it");

  // The glossary is filled from a table that Windows wrote, tells its faults by line, and is saved again.
  await page.getByRole("button", { name: /compte et déconnexion/ }).click();
  await page.getByRole("menuitem", { name: "Glossaire" }).click();
  await page.getByText("Aucun terme pour l’instant").waitFor();
  const table = Buffer.from("Terme;Note\r\nKerouédan;une rue\r\nCSSCT;\r\n<script>;\r\n", "latin1");
  await page.locator("input[type=file]").setInputFiles({ name: "termes.csv", mimeType: "text/csv", buffer: table });
  await page.getByText("2 termes ajoutés, aucun déjà connu.").waitFor();
  await page.getByText("Ligne 4").waitFor();
  const terms = page.getByRole("list", { name: "Glossaire" }).getByRole("listitem");
  must((await terms.allInnerTexts()).join("|") === "CSSCT|Kerouédan", "other terms came in");
  await done("filled the glossary from a file");
  await page.getByRole("textbox", { name: "Nouveaux termes" }).fill("R&D, Nagg");
  await page.keyboard.press("Enter");
  await terms.filter({ hasText: "Nagg" }).getByRole("button").click();
  await terms.filter({ hasText: "Nagg" }).waitFor({ state: "detached" });
  await page.getByRole("status").getByRole("button", { name: "Annuler" }).last().click();
  await terms.filter({ hasText: "Nagg" }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Exporter" }).click()]);
  const saved = readFileSync(await file.path(), "utf8");
  must(saved === "CSSCT\nKerouédan\nNagg\nR&D\n", `the file says ${JSON.stringify(saved)}`);
  await done("saved the glossary");

  // A phone shows all of it without scrolling sideways, and cuts nothing: what an account stores, what may be typed in a box.
  const cut = () =>
    page.evaluate(() => {
      const pen = document.createElement("canvas").getContext("2d");
      const isCut = (box) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(box);
        pen.font = font;
        return pen.measureText(box.placeholder).width > box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      };
      const lines = [...document.querySelectorAll("main li p")].filter((line) => line.scrollWidth > line.clientWidth).map((line) => line.textContent);
      return [...lines, ...[...document.querySelectorAll("main input[type=search]")].filter(isCut).map((box) => box.placeholder)];
    });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const place of ["queue", "system", "users", "account", "glossary", "search"]) {
    await page.goto(`${web}/${place}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (place === "users") await page.getByRole("listitem").filter({ hasText: "@" }).first().waitFor();
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    must(beyond <= 0, `${place} is ${beyond} pixels too wide for a phone`);
    const missing = await cut();
    must(missing.length === 0, `${place} cuts ${missing.join(" | ")}`);
  }
  await done("fitted on a phone");
  must((await context.pages()).length === 1, "a window was opened");
});
