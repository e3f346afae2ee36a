// A recording whose browser is killed in the middle: what was recorded is found again, saved as a file, and transcribed.
//
//   WEB_URL, ONE_TIME_CODE, SPEECH, EXPECT, LANGUAGE, SCREENSHOTS, CHROMIUM, PATIENCE_S: as in recorded-meeting.mjs
//   PROFILE        an empty folder for the browser's data             (required)
//   SAVED          where to put the file that is downloaded           (required)
//
// Ends with 0 only if all of that was seen, and with the meeting's id and the seconds recorded before the end as the last line.
import { environment, fold, journey, microphoneThatHears, must, setUp, signedInAgain } from "./walker.mjs";

const web = environment("WEB_URL");
const expected = environment("EXPECT", "").split(",").map(fold).filter(Boolean);
const patience = Number(environment("PATIENCE_S", "300")) * 1000;

await journey(
  async ({ page: first, context, done, expecting, reopen }) => {
    let page = first;
    await setUp(page, web);
    await page.goto(`${web}/record`);
    await page.fill("[name=title]", "Réunion coupée net");
    await page.locator("[name=language]").selectOption(environment("LANGUAGE", "en"));
    await page.getByRole("button", { name: "Commencer" }).click();
    await page.locator("[data-recorder=recording]").waitFor();
    const seconds = async () => {
      const [m, s] = (await page.getByRole("timer").innerText()).split(":").map(Number);
      return m * 60 + s;
    };
    const recorded = async (wanted) => {
      for (let tries = 0; (await seconds()) < wanted; tries += 1) {
        must(tries < 600, `${await seconds()} s are recorded, not ${wanted}`);
        await page.waitForTimeout(100);
      }
    };
    await recorded(6);
    await page.keyboard.press("m");

    // A second tab records nothing meanwhile, and touches nothing of the first.
    const second = await context.newPage();
    await second.goto(`${web}/record`);
    await second.locator("[data-kept=elsewhere]").waitFor();
    await second.getByRole("button", { name: "Commencer" }).click();
    await second.getByText("dans un autre onglet de ce navigateur. Terminez").waitFor();
    await second.close();
    await done("records in one tab at a time");

    await recorded(10);
    // The network goes first: the last seconds are in this browser and nowhere else.
    await expecting(/net::ERR_|Failed to fetch/, async () => {
      await context.setOffline(true);
      await recorded(14);
    });
    const before = await seconds();
    page = await reopen();
    await page.goto(`${web}/record`);
    const kept = page.locator("[data-kept=interrupted]");
    await signedInAgain(page, kept);
    must((await kept.innerText()).includes("Réunion coupée net"), "another recording");
    const safe = Number(/après (\d+)/.exec(await kept.innerText())?.[1]);
    must(safe >= before - 3, `${safe} s of ${before} are left`);
    await done("found what was recorded");

    const [file] = await Promise.all([page.waitForEvent("download"), kept.getByRole("button", { name: "Télécharger" }).click()]);
    await file.saveAs(environment("SAVED"));
    await done("saved it as a file");

    await kept.getByRole("button", { name: "Envoyer" }).click();
    await page.locator("[data-kept=received]").waitFor({ timeout: 60_000 });
    await page.locator("[data-kept=received]").getByRole("link").click();
    await page.waitForURL("**/meetings/*");
    await page.locator("article").first().waitFor({ timeout: patience });
    const text = fold((await page.locator("article p").allInnerTexts()).join(" "));
    for (const word of expected) must(` ${text} `.includes(` ${word} `), `“${word}” is not in the transcript: ${text}`);
    await page.getByRole("tab", { name: "Notes" }).click();
    await page.getByRole("button", { name: "Écouter à partir de" }).waitFor();
    await done("read what was said before the end");
    const meeting = page.url().split("/").at(-1);

    // Another one, that nobody wants: asked once more, and gone.
    await page.goto(`${web}/record`);
    await page.getByRole("button", { name: "Commencer" }).click();
    await page.locator("[data-recorder=recording]").waitFor();
    await recorded(2);
    await page.getByRole("button", { name: "Abandonner" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
    await page.getByRole("button", { name: "Commencer" }).waitFor();
    must((await page.locator("[data-kept]").count()) === 0, "it is still there");
    await done("discarded another");
    console.log(meeting, before);
  },
  { args: microphoneThatHears(environment("SPEECH")), profile: environment("PROFILE") },
);
