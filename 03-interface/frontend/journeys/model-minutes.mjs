// Minutes by a model of language in a real browser: begun and stopped while the model says nothing, begun again, and what the transcript does
// not say taken over by hand.
//
//   WEB_URL      where the web interface answers, with a model set up              (required)
//   MEETING      the id of the meeting of tests/model_minutes.py                    (required)
//   MODEL        silent: the work is begun and stopped; writes: it is done          (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import { sound } from "./sound-page.mjs";
import { environment, journey, must, signIn } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const minutes = `${web}/meetings/${environment("MEETING")}/minutes`;

const isSilent = environment("MODEL") === "silent";

const LOOKS = [
  { name: "dark", width: 1280, height: 800, colorScheme: "dark", language: "en" },
  { name: "phone", width: 390, height: 844, colorScheme: "light", language: "fr" },
];

await journey(async ({ page, context, done }) => {
  const ask = async () => {
    await page.getByRole("radio", { name: /^Modèle de langage/ }).check();
    await page.getByRole("button", { name: "Rédiger le compte rendu" }).click();
  };
  await page.goto(`${web}/sign-in`);
  await signIn(page);
  await page.waitForURL("**/meetings");
  await page.goto(minutes);
  await ask();
  if (isSilent) {
    await page.getByText(/^Le modèle lit et rédige/).waitFor();
    await sound(page, { name: "writing", language: "fr" }, "minutes being written");
    await page.getByRole("button", { name: "Arrêter" }).click();
    await page.getByText("La rédaction a été arrêtée.").waitFor();
    await page.getByRole("button", { name: "Rédiger l’extrait à la place" }).waitFor();
    await done("stopped it");
    return;
  }
  await page.getByRole("heading", { name: "Non retenu" }).waitFor({ timeout: 60_000 });
  await page.getByText(/^Rédigé par un modèle de langage, vérifié/).waitFor();
  const out = page.getByRole("region", { name: "Non retenu" });
  must(/13 500 €/.test(await out.innerText()), "what nobody said is not told as left out");
  must(!(await page.$$eval("main article textarea", (all) => all.map(({ value }) => value).join(" "))).includes("13 500"), "what nobody said is in the minutes");
  await done("had it written");
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await context.addCookies([{ name: "scribe_language", value: look.language, url: web }]);
    await page.goto(minutes);
    await page.locator("#left-out").waitFor();
    await sound(page, look, "minutes by a model");
  }

  const heard = page.waitForResponse((answer) => answer.url().endsWith("/audio") && answer.ok());
  await out.getByRole("button", { name: /^Écouter à/ }).first().click();
  await heard;
  await out.getByRole("button", { name: /^Reprendre/ }).click();
  await page.waitForFunction(() => [...document.querySelectorAll("main article textarea")].some(({ value }) => value.includes("13 500")));
  await out.waitFor({ state: "detached" });
  await page.reload();
  await page.waitForFunction(() => [...document.querySelectorAll("main article textarea")].some(({ value }) => value.includes("13 500")));
  await done("took over what it left out");
});
