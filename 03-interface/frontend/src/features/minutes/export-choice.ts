/** The formats of minutes, those that are signed first. */
export const FORMATS = ["docx", "pdf", "html", "md"] as const;
export type Format = (typeof FORMATS)[number];

/** What of minutes can be left out in each. */
export const OPTIONS = ["times", "speakers", "anonymous"] as const;

/** A format, and what of the minutes is shown in it. */
export interface Choice {
  format: Format;
  times?: boolean;
  speakers?: boolean;
  anonymous?: boolean;
}

/** What a form with a format and ticked options asks for. */
export function readChoice(form: FormData): Choice {
  const format = FORMATS.find((one) => one === form.get("format")) ?? "docx";
  return { format, ...Object.fromEntries(OPTIONS.map((option) => [option, form.has(option)])) };
}
