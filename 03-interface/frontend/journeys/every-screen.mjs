// Every screen that can be reached by its links from a fresh start, in a real browser: each has its title, complains of nothing,
// fits its window and is sound for whoever does not see it (axe), light and dark, wide, on a phone and at 300 %.
//
//   WEB_URL        where the web interface answers                              (required)
//   ONE_TIME_CODE  what the start printed                                       (required unless the account is there)
//   RECORDING      a file to upload, so that there is something to look at      (required)
//   SCREENSHOTS, CHROMIUM, PATIENCE_S: as in first-recording.mjs
//
// Ends with 0 only if every one did, with how many were seen.
import path from "node:path";

import { sound } from "./sound-page.mjs";
import { environment, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const recording = path.resolve(environment("RECORDING"));
const patience = Number(environment("PATIENCE_S", "300")) * 1000;

// 427 pixels are a window of 1280 at 300 %.
const LOOKS = [
  { name: "light", width: 1280, height: 800, colorScheme: "light", language: "fr" },
  { name: "dark", width: 1280, height: 800, colorScheme: "dark", language: "en" },
  { name: "phone", width: 390, height: 844, colorScheme: "light", language: "en" },
  { name: "zoomed", width: 427, height: 267, colorScheme: "dark", language: "fr" },
];

await journey(async ({ page, context, done }) => {
  await setUp(page, web);
  for (const title of ["Comité", "Conseil"]) {
    await page.locator("input[type=file]").setInputFiles(recording);
    await page.getByRole("dialog").locator("[name=title]").fill(title);
    await page.getByRole("dialog").locator("[type=submit]").click();
    await page.locator("[data-meeting]").filter({ hasText: title }).waitFor();
  }
  await page.locator("[data-meeting]").filter({ hasText: "Conseil" }).getByRole("button", { name: /^Actions/ }).click();
  await page.getByRole("menuitem", { name: "Mettre à la corbeille" }).click();
  await page.getByRole("link", { name: "Comité" }).first().click();
  await page.locator("article [data-word]").first().waitFor({ timeout: patience });
  await page.getByRole("link", { name: "Compte rendu" }).click();
  await page.getByRole("button", { name: "Rédiger le compte rendu" }).click();
  await page.locator("main article h2").first().waitFor();
  await page.goto(`${web}/people`);
  await page.getByRole("button", { name: /^Ajouter une/ }).first().click();
  await page.getByRole("dialog").locator("[name=name]").fill("Claire Dubois");
  await page.getByRole("dialog").locator("[name=how]").fill("formulaire signé");
  await page.getByRole("dialog").locator("[type=submit]").click();
  await page.waitForURL("**/people/*");
  await page.goto(`${web}/templates`);
  await page.getByRole("button", { name: /^Copier .*Comité de projet/ }).click();
  await page.getByRole("button", { name: "Créer le modèle" }).click();
  await page.waitForURL("**/templates/*");
  await page.goto(`${web}/chat`);
  await page.getByRole("textbox", { name: "Votre question" }).fill("Qui joue aux échecs ?");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/chat/*");
  await page.locator("main article").first().waitFor();
  await done("furnished");

  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await context.addCookies([{ name: "scribe_language", value: look.language, url: web }]);
    const seen = await walk(page, look);
    must(seen.length >= 13, `only ${seen.length} screens were reached: ${seen.join(" ")}`);
    await done(`${seen.length} screens, ${look.name}: ${seen.map((one) => one.replace(/[0-9a-f]{32}/, "…")).join(" ")}`);
  }
});

/** Follows every link to a place of the product's, once for places of one kind; their addresses. */
async function walk(page, look) {
  const ahead = ["/meetings"];
  const kinds = new Map();
  while (ahead.length > 0) {
    const place = ahead.shift();
    const kind = place.replace(/[?#].*$/, "").replace(/[0-9a-f]{32}/, "*");
    if (kinds.has(kind)) continue;
    kinds.set(kind, place);
    await page.goto(web + place);
    await page.locator("main h1, main h2").first().waitFor();
    await page.waitForFunction(() => !document.querySelector("main [aria-busy=true], main .animate-pulse"));
    await sound(page, look, kind);
    const tabs = page.getByRole("tab");
    for (let number = 1; number < (await tabs.count()); number += 1) {
      await tabs.nth(number).click();
      await sound(page, look, `${kind} tab ${number}`);
    }
    if (kinds.size === 1) {
      await page.locator("header [aria-haspopup=menu]").last().click();
      await page.getByRole("menuitem").last().waitFor();
      await sound(page, look, "account menu", { region: { enabled: false } }); // a menu is drawn at the end of the page's body, outside its parts
    }
    ahead.push(...(await page.$$eval("a[href^='/']", (links) => links.map((link) => link.getAttribute("href")))).filter((href) => !href.startsWith("/api/")));
  }
  return [...kinds.values()];
}
