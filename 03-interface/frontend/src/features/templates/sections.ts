import type { MinutesTemplate } from "@/api/types";

export type TemplateSection = MinutesTemplate["sections"][number];
export type SectionKind = TemplateSection["kind"];

/** In the order in which most minutes have them. People fill the last one, the others are written from the transcript. */
export const KINDS = ["summary", "topics", "decisions", "actions", "questions", "text"] as const satisfies readonly SectionKind[];

/** As the API takes them: sections of a template, characters of its name and of a title. */
export const MOST_SECTIONS = 40;
export const LONGEST_NAME = 200;

/** The kinds that a section may be of beside the others: of each but text there is one. */
export function kindsFor(sections: readonly TemplateSection[], key: string): SectionKind[] {
  const taken = new Set(sections.filter((one) => one.key !== key).map(({ kind }) => kind));
  return KINDS.filter((kind) => kind === "text" || !taken.has(kind));
}

/** The sections with one a place up (`-1`) or down (`1`); the same where it stands at that end. */
export function moved(sections: readonly TemplateSection[], key: string, step: -1 | 1): TemplateSection[] {
  const at = sections.findIndex((one) => one.key === key);
  const [here, there] = [sections[at], sections[at + step]];
  if (!here || !there) return [...sections];
  return sections.map((one) => (one === here ? there : one === there ? here : one));
}

export function changedSection(sections: readonly TemplateSection[], key: string, change: Partial<Omit<TemplateSection, "key">>): TemplateSection[] {
  return sections.map((one) => (one.key === key ? { ...one, ...change } : one));
}

/** The sections with one at a place, or at the end where there are fewer by now; without what it may not be beside them. */
export function putAt(sections: readonly TemplateSection[], at: number, section: TemplateSection): TemplateSection[] {
  const kind = kindsFor(sections, section.key).includes(section.kind) ? section.kind : "text";
  return [...sections.slice(0, at), { ...section, kind }, ...sections.slice(at)];
}

/** A name that tells a section from the others, which a Word document may call it by. */
export function newKey(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `section_${number.toString(16).padStart(8, "0")}`;
}
