// Transcripts of other tools in a real browser: recognised among recordings by their names, refused with their line, corrected on the disk and
// taken, read as meetings without sound, and saved again as they came.
//
//   WEB_URL        where the web interface answers          (required)
//   ONE_TIME_CODE  what the start printed                   (required)
//   FOLDER         an empty folder to write the files into  (required)
//   SCREENSHOTS, CHROMIUM: as in first-recording.mjs
//
// Ends with 0 only if every step did what a person would expect.
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";

import { environment, journey, must, setUp } from "./walker.mjs";

const web = environment("WEB_URL").replace(/\/$/, "");
const folder = path.resolve(environment("FOLDER"));

const HOSTILE = '<img src=x onerror="alert(1)">';
const SRT = "1\r\n00:00:01,000 --> 00:00:04,000\r\nClaire: On ouvre la séance à neuf heures.\r\n\r\n2\r\n00:00:05,000 --> TEMPS\r\nMarc: D’accord.\r\n";
const TOO_LARGE = 33 * 1024 * 1024;

function write(name, content) {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

await journey(async ({ page, done, expecting }) => {
  await setUp(page, web);
  await page.getByText("Les transcriptions d’autres outils sont prises aussi").waitFor();
  const chosen = page.locator("input[type=file][multiple]");
  const dialog = page.getByRole("dialog");
  const title = dialog.getByLabel("Titre", { exact: true });
  const send = dialog.getByRole("button", { name: "Importer" });
  const alert = dialog.getByRole("alert");

  // As an old tool wrote it, in Latin-1, with a line that is broken; then what is no transcript, then one too large.
  const council = write("2026-03-14 14.30 Conseil.srt", Buffer.from(SRT.replace("’", "'"), "latin1"));
  const hostile = write(`${HOSTILE.replaceAll("/", "")}.txt`, `Claire: ${HOSTILE}\nMarc: Bonjour à tous.\nClaire: On commence.\n`);
  const large = write("trop grand.txt", "");
  truncateSync(large, TOO_LARGE);
  await expecting(/status of 4\d\d|net::ERR_/, async () => {
    await chosen.setInputFiles([council, hostile, large]);
    await dialog.getByText("Fichier 1 sur 3").waitFor();
    must((await title.inputValue()) === "2026-03-14 14.30 Conseil", `the title is ${await title.inputValue()}`);
    await title.fill("Conseil de mars");
    await dialog.getByLabel("Langue parlée").selectOption("fr");
    await send.click();
    await alert.filter({ hasText: "ligne 6" }).waitFor();
    await done("was told which line is wrong");

    // Put right where it lies: the browser does not read it any more, and says so.
    writeFileSync(council, Buffer.from(SRT.replace("’", "'").replace("TEMPS", "00:00:07,500"), "latin1"));
    await send.click();
    await alert.filter({ hasText: "Ce fichier n’est plus lisible" }).waitFor();
    const choosing = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Choisir de nouveau le fichier" }).click();
    await (await choosing).setFiles(council);
    must((await title.inputValue()) === "Conseil de mars", "what was typed is gone");
    await title.press("Enter");
    await dialog.getByText("Fichier 2 sur 3").waitFor();
    await dialog.getByText("Claire, Marc").waitFor();
    must(await title.evaluate((field) => field === document.activeElement), "the keyboard is not at the next title");
    await done("imported the corrected file");

    must((await title.inputValue()) === HOSTILE.replaceAll("/", ""), `the title is ${await title.inputValue()}`);
    await send.click();
    await dialog.getByText("Fichier 3 sur 3").waitFor();
    must((await page.locator("img[src=x]").count()) === 0, "a name became markup");
    await send.click();
    await alert.filter({ hasText: "plus grand" }).waitFor();
    await done("was told what is too large");
  });
  await dialog.getByRole("button", { name: "Laisser ce fichier de côté" }).click();
  await dialog.getByRole("link", { name: /^Ouvrir la réunion/ }).nth(1).click();

  // A meeting as any, but for the sound.
  await page.waitForURL("**/meetings/*");
  await page.getByRole("heading", { name: "Conseil de mars", level: 1 }).waitFor();
  await page.locator("article").filter({ hasText: "On ouvre la séance à neuf heures." }).waitFor();
  await page.getByText("14 mars 2026").first().waitFor();
  must((await page.locator("audio").count()) === 0, "there is a player");
  await page.getByRole("tab", { name: "Source" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger le fichier importé" }).click();
  must(readFileSync(await (await saving).path()).equals(readFileSync(council)), "the file is not the one that was imported");
  await done("read it and saved the file");

  // Dropped among recordings: these first, then the transcript.
  await page.goto(`${web}/meetings`);
  await page.getByRole("link", { name: "Conseil de mars" }).first().waitFor();
  const transfer = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    for (const name of ["notes.json", "son.wav"]) files.items.add(new File(["[]"], name));
    return files;
  });
  await page.locator("main").dispatchEvent("drop", { dataTransfer: transfer });
  await dialog.getByLabel("Titre de son.wav").waitFor();
  await page.keyboard.press("Escape");
  await dialog.getByText("notes.json").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await done("told transcripts from recordings");
});
