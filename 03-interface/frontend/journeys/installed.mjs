// The product as an application of its own in a real browser: it can be installed, takes what is shared with it, tells that a transcript
// is ready, says where the server is when it is not, and does not let anybody sign out on what was not sent.
//
//   WEB_URL        where the web interface answers                                       (required)
//   ONE_TIME_CODE  what the start printed                                                (required)
//   RECORDING      a short file in which something is said                               (required)
//   SCREENSHOTS, CHROMIUM, PATIENCE_S: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import { readFileSync } from "node:fs";
import path from "node:path";

import { EMAIL, environment, journey, must, PASSWORD, setUp } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const recording = path.resolve(environment("RECORDING"));
const patience = Number(environment("PATIENCE_S", "300")) * 1000;
const BROKEN_LINE = /ERR_INTERNET_DISCONNECTED|Failed to fetch|net::|status of 503/;

await journey(async ({ page, context, done, expecting }) => {
  await setUp(page, web);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  const manifest = await page.evaluate(async () => (await fetch(document.querySelector("link[rel=manifest]").href)).json());
  must(manifest.lang === "fr" && manifest.shortcuts[0].name === "Enregistrer", `not the reader's manifest: ${JSON.stringify(manifest)}`);
  for (const { src } of manifest.icons) must((await context.request.get(web + src)).ok(), `${src} is not there`);
  await done("could install it");

  // As a telephone does it: another application's file, by a form, to the address that the manifest names.
  const share = async () => {
    await page.evaluate(
      ({ action, params, name, sound }) => {
        const form = Object.assign(document.createElement("form"), { action, method: "POST", enctype: "multipart/form-data" });
        const field = Object.assign(document.createElement("input"), { type: "file", name: params.files[0].name });
        const files = new DataTransfer();
        files.items.add(new File([Uint8Array.from(atob(sound), (byte) => byte.charCodeAt(0))], name, { type: "audio/wav" }));
        field.files = files.files;
        form.append(field);
        document.body.append(form);
        form.submit();
      },
      { ...manifest.share_target, name: "Dictaphone d’Élise.wav", sound: readFileSync(recording).toString("base64") },
    );
  };
  const asked = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await share();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Dictaphone d’Élise.wav").waitFor();
  must(!asked.some((one) => one.startsWith("POST /api")), `sent unasked: ${asked}`);
  await page.reload();
  await dialog.getByText("Dictaphone d’Élise.wav").waitFor();
  await dialog.getByRole("button", { name: "Annuler" }).click();
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  must((await dialog.count()) === 0, "what was left out came back");
  await done("was shared with, and asked before anything was sent");

  // Somebody who is not signed in finds it afterwards.
  await page.getByRole("button", { name: /compte et déconnexion/ }).click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await page.waitForURL("**/sign-in");
  await share();
  await page.waitForURL("**/sign-in*");
  await page.fill("[name=email]", EMAIL);
  await page.fill("[name=password]", PASSWORD);
  await page.click("[type=submit]");
  await dialog.getByText("Dictaphone d’Élise.wav").waitFor();
  await context.grantPermissions(["notifications"], { origin: web });
  await dialog.locator("[name=title]").fill("Dictaphone");
  // Its bytes get nowhere, and the page is loaded anew: nobody has to share it again.
  await page.route(/\/api\/v1\/uploads\/[^/]+$/, (route) => void (route.request().method() === "PATCH" ? null : route.continue()));
  page.once("dialog", (leaving) => void leaving.accept());
  await dialog.locator("[type=submit]").click();
  await page.getByText("Ce qui a été partagé reste dans ce navigateur").waitFor();
  await page.waitForRequest((request) => request.method() === "PATCH");
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.reload();
  await page.locator("[data-upload=received]").waitFor();
  must((await page.locator("[data-upload]").count()) === 1, "sent twice");
  await done("had it sent, though the page was loaded anew in the middle");
  await page.getByRole("button", { name: "Oui, prévenez-moi" }).click();
  await page.getByText("Une notification viendra tant").waitFor();
  await done("signed in, found it, sent it and wanted to be told");

  // Another page is shown when it is ready: it is told once, though two pages of this browser hear of it.
  const other = await context.newPage();
  await other.goto(`${web}/people`);
  await page.bringToFront();
  await page.getByRole("link", { name: "Personnes" }).click();
  await page.waitForURL("**/people");
  const told = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title }) => title));
  const until = Date.now() + patience;
  while ((await told()).length === 0 && Date.now() < until) await page.waitForTimeout(200);
  const notifications = await told();
  must(notifications.length === 1 && /^La transcription de «\u202fDictaphone\u202f» (est prête|n’a pas abouti)\.$/.test(notifications[0]), `told: ${notifications}`);
  await other.close();
  await done("was told that it is ready");

  // Without a network it says so, in the reader's language, and comes back.
  await expecting(BROKEN_LINE, async () => {
    await context.setOffline(true);
    await page.goto(`${web}/meetings`);
    await page.getByRole("heading", { name: "Pas de connexion au serveur" }).waitFor();
    await done("said that the server is not there");
    await context.setOffline(false);
    await page.getByRole("link", { name: "Réessayer" }).click();
    await page.getByRole("link", { name: "Dictaphone" }).first().waitFor();
  });
  await done("came back");

  // What is corrected without a network waits here: nobody signs out on it unasked.
  await page.getByRole("link", { name: "Dictaphone" }).first().click();
  await page.locator("article").first().waitFor();
  await page.locator("article").first().hover();
  await page.getByRole("button", { name: /^Corriger le texte/ }).first().click();
  await expecting(BROKEN_LINE, async () => {
    await context.setOffline(true);
    await page.locator("article textarea").fill("corrigé dans le train");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Hors ligne" }).waitFor();
    await page.getByRole("button", { name: /compte et déconnexion/ }).click();
    await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
    await dialog.getByText("une correction pas encore envoyée").waitFor();
    await done("was warned before signing out");
    await dialog.getByRole("button", { name: "Attendre, puis se déconnecter" }).click();
    await dialog.getByText("La déconnexion suivra").waitFor();
    await context.setOffline(false);
    await page.waitForURL("**/sign-in");
  });
  await done("was signed out once it had arrived");
});
