/** The formats of a transcript, those for readers first. */
export const FORMATS = ["docx", "pdf", "html", "md", "txt", "srt", "vtt", "json", "rttm", "stm", "ctm"] as const;
export type Format = (typeof FORMATS)[number];

/** A format, and what of the transcript is shown in it; what is left out is as the format has it. */
export interface Choice {
  format: Format;
  times?: boolean;
  speakers?: boolean;
  doubts?: boolean;
  anonymous?: boolean;
}

export const OPTIONS = ["times", "speakers", "doubts", "anonymous"] as const;
export type Option = (typeof OPTIONS)[number];

const FOR_READERS: readonly Format[] = ["docx", "pdf", "html", "md", "txt"];
const FOR_PLAYERS: readonly Format[] = ["srt", "vtt"];

/** What can be chosen in a format: numbers in place of names in each, the rest where people read it. */
export function optionsOf(format: Format): readonly Option[] {
  if (FOR_READERS.includes(format)) return OPTIONS;
  return FOR_PLAYERS.includes(format) ? ["speakers", "anonymous"] : ["anonymous"];
}

/** What a form with a format and ticked options asks for. */
export function readChoice(form: FormData): Choice {
  const format = FORMATS.find((one) => one === form.get("format")) ?? "txt";
  return { format, ...Object.fromEntries(optionsOf(format).map((option) => [option, form.has(option)])) };
}

/** A title as a file name on any system. */
export function fileName(title: string): string {
  const safe = title.replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ").replace(/\s+/g, " ").replace(/^[.\s]+|[.\s]+$/g, "");
  return safe.slice(0, 120) || "transcript";
}
