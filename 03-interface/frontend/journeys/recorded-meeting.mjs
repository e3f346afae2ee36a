// A meeting recorded in a real browser: a pause, marked moments, notes, a network that is gone for a while; it arrives all the same.
//
//   WEB_URL, ONE_TIME_CODE   as in first-recording.mjs      (required)
//   SPEECH                   a WAV file that the microphone hears, again and again  (required)
//   EXPECT, LANGUAGE, SCREENSHOTS, CHROMIUM, PATIENCE_S: as in first-recording.mjs
//
// Ends with 0 only if all of that was seen, and with the meeting's id and the seconds recorded as the last line.
import { environment, fold, journey, microphoneThatHears, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL");
const expected = environment("EXPECT", "").split(",").map(fold).filter(Boolean);
const patience = Number(environment("PATIENCE_S", "300")) * 1000;

await journey(
  async ({ page, context, done, expecting }) => {
    await setUp(page, web);
    await page.getByRole("navigation").getByRole("link", { name: "Enregistrer" }).click();
    await page.waitForURL("**/record");
    await page.fill("[name=title]", "Réunion dite à voix haute");
    await page.locator("[name=language]").selectOption(environment("LANGUAGE", "en"));
    await done("asked for a recording");

    const desk = page.locator("[data-recorder]");
    const seconds = async () => {
      const [m, s] = (await page.getByRole("timer").innerText()).split(":").map(Number);
      return m * 60 + s;
    };
    /** Waits until so much is recorded: by the recording's own clock, however slow the machine is. */
    const recorded = async (wanted) => {
      for (let tries = 0; (await seconds()) < wanted; tries += 1) {
        must(tries < 600, `${await seconds()} s are recorded, not ${wanted}`);
        await page.waitForTimeout(100);
      }
    };
    const sent = async (wanted) => {
      for (let tries = 0; ; tries += 1) {
        const [, m, s] = /envoyé jusqu’à (\d+):(\d+)/.exec(await desk.innerText()) ?? [];
        if (m !== undefined && Number(m) * 60 + Number(s) >= wanted) return;
        must(tries < 300, `not sent up to ${wanted} s: ${await desk.innerText()}`);
        await page.waitForTimeout(100);
      }
    };
    await page.getByRole("button", { name: "Commencer" }).click();
    await page.locator("[data-recorder=recording]").waitFor();
    await page.waitForFunction(() => Number(document.querySelector("[role=meter]")?.getAttribute("aria-valuenow")) > 20);
    await recorded(3);
    await page.keyboard.press("m");
    await page.getByRole("textbox", { name: "Mot pour" }).fill("Ouverture");
    await sent(2);
    await done("records, hears, marks and sends");

    await page.getByRole("button", { name: "Pause" }).click();
    await page.locator("[data-recorder=paused]").waitFor();
    const stood = await seconds();
    await page.waitForTimeout(2_000);
    must((await seconds()) === stood, "paused, and yet it runs");
    await done("paused");
    await page.getByRole("button", { name: "Reprendre" }).click();

    await expecting(/net::ERR_|Failed to fetch/, async () => {
      await context.setOffline(true);
      await page.getByText("hors d’atteinte").waitFor();
      await recorded(stood + 6);
      await done("goes on without a network");
      await context.setOffline(false);
      await sent(stood + 6);
    });
    await page.getByRole("textbox", { name: "Notes" }).fill("Décision : recommencer, et mieux.\n– Claire relit");
    await recorded(15);

    // Elsewhere in the product, and back: it goes on.
    await page.getByRole("navigation").getByRole("link", { name: "Réunions" }).click();
    await page.getByRole("heading", { level: 1, name: "Réunions" }).waitFor();
    await page.locator("[data-kept=live]").waitFor();
    await done("went on while another screen was shown");
    await page.getByRole("link", { name: "Y revenir" }).click();
    await page.getByRole("button", { name: "Terminer" }).waitFor();
    const whole = await seconds();
    await page.getByRole("button", { name: "Terminer" }).click();
    await page.locator("[data-kept=received]").waitFor({ timeout: 30_000 });
    await done("sent all of it");

    await page.locator("[data-kept=received]").getByRole("link").click();
    await page.waitForURL("**/meetings/*");
    await page.getByRole("heading", { level: 1, name: "Réunion dite à voix haute" }).waitFor();
    await page.locator("article").first().waitFor({ timeout: patience });
    const text = fold((await page.locator("article p").allInnerTexts()).join(" "));
    for (const word of expected) must(` ${text} `.includes(` ${word} `), `“${word}” is not in the transcript: ${text}`);
    // A browser's recorder writes neither a length nor an index: the product knows both from the sound.
    const long = Number(/· (\d+)\s?s ·/.exec(await page.locator("header p").last().innerText())?.[1]);
    must(Math.abs(long - whole) <= 2, `${long} s of sound, ${whole} s recorded`);
    await done("read what was said");

    await page.getByRole("tab", { name: "Notes" }).click();
    must((await page.getByRole("textbox", { name: "Notes", exact: true }).inputValue()).includes("recommencer, et mieux"), "the notes are not there");
    must((await page.getByRole("textbox", { name: "Mot pour" }).inputValue()) === "Ouverture", "the marked moment has no word");
    await page.getByRole("button", { name: "Écouter à partir de" }).click();
    await page.waitForFunction(() => {
      const audio = document.querySelector("audio");
      return audio !== null && !audio.paused && Math.abs(audio.currentTime - 4) < 3;
    });
    await done("heard what was marked");
    console.log(page.url().split("/").at(-1), whole);
  },
  { args: microphoneThatHears(environment("SPEECH")) },
);
