/** What the fields of a meeting's details say, as the API takes it. */
export interface MeetingDetails {
  heldAt: string | null;
  language: string | null;
  speakers: number | null;
  speakersMost: number | null;
  participants: string[];
}

export function readDetails(form: FormData): MeetingDetails {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const held = text("held_at");
  return {
    // What is typed is the reader's own time of day.
    heldAt: held ? new Date(held).toISOString() : null,
    language: text("language") || null,
    ...readSpeakers(text("speakers")),
    participants: readNames(text("participants")),
  };
}

/** “4” is how many speak, “2-6” from and to; anything else says nothing. */
export function readSpeakers(text: string): Pick<MeetingDetails, "speakers" | "speakersMost"> {
  const [, least, most] = /^(\d+)(?:\s*[-–]\s*(\d+))?$/.exec(text) ?? [];
  return { speakers: Number(least) || null, speakersMost: Number(most) || null };
}

/** The same as one would type it. */
export function asTypedSpeakers(speakers: number | null | undefined, most: number | null | undefined): string {
  return speakers ? (most ? `${speakers}-${most}` : String(speakers)) : "";
}

/** Names between commas, semicolons or lines; each once. */
export function readNames(text: string): string[] {
  return [...new Set(text.split(/[,;\n]/).map((name) => name.trim()).filter(Boolean))];
}

/** A time as `datetime-local` fields write it, in the reader's time zone. */
export function asLocalTime(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A title to start from: the file's name without its extension and with spaces. */
export function titleFrom(fileName: string): string {
  return fileName.replace(/\.[^.]{1,5}$/, "").replace(/[_]+/g, " ").replace(/\s+/g, " ").trim();
}
