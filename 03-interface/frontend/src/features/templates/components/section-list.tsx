"use client";

import { useTranslations } from "next-intl";
import { useRef, type KeyboardEvent } from "react";

import { Button, IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { keepFocus } from "@/ui/keep-focus";
import { useSay } from "@/ui/toasts";

import { changedSection, KINDS, kindsFor, LONGEST_NAME, MOST_SECTIONS, moved, newKey, putAt, type TemplateSection } from "../sections";

type Alter = (sections: readonly TemplateSection[]) => TemplateSection[];

interface SectionListProps {
  sections: readonly TemplateSection[];
  /** `later` where somebody is still typing. */
  onChange: (alter: Alter, later?: boolean) => void;
  /** A field was left. */
  onLeave: () => void;
}

/** The sections of a template, in the order in which they will stand. */
export function SectionList({ sections, onChange, onLeave }: SectionListProps) {
  const t = useTranslations("templates.form");
  const say = useSay();
  const list = useRef<HTMLOListElement>(null);
  // React draws what was moved or added first.
  const focusTitle = (key: string) => requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-section="${key}"] input`)?.focus());

  const move = (key: string, step: -1 | 1) => {
    onChange((now) => moved(now, key, step));
    focusTitle(key);
  };
  const add = () => {
    const key = newKey();
    onChange((now) => [...now, { key, title: "", kind: "text" }], true);
    focusTitle(key);
  };
  const remove = (section: TemplateSection, at: number) => {
    onChange((now) => now.filter(({ key }) => key !== section.key));
    say(t("sectionRemoved", { title: section.title || t("untitled") }), { label: t("undo"), run: () => onChange((now) => putAt(now, at, section)) });
  };

  return (
    <section ref={keepFocus} aria-labelledby="sections" className="mt-8">
      <h2 id="sections" className="text-lg font-semibold tracking-tight">
        {t("sections")}
      </h2>
      <p className="mt-1 mb-3 max-w-2xl text-ink-muted">{t("sectionsLead")}</p>
      <ol ref={list} className="divide-y divide-rule border-y border-rule">
        {sections.map((section, at) => (
          <SectionRow
            key={section.key}
            section={section}
            number={at + 1}
            sections={sections}
            onChange={(change, later) => onChange((now) => changedSection(now, section.key, change), later)}
            onLeave={onLeave}
            onMove={(step) => move(section.key, step)}
            onRemove={() => remove(section, at)}
          />
        ))}
      </ol>
      <Button look="quiet" icon="plus" disabled={sections.length >= MOST_SECTIONS} onClick={add} className="mt-2">
        {t("add")}
      </Button>
    </section>
  );
}

interface SectionRowProps {
  section: TemplateSection;
  /** Its place, from 1. */
  number: number;
  sections: readonly TemplateSection[];
  onChange: (change: Partial<TemplateSection>, later?: boolean) => void;
  onLeave: () => void;
  onMove: (step: -1 | 1) => void;
  onRemove: () => void;
}

function SectionRow({ section, number, sections, onChange, onLeave, onMove, onRemove }: SectionRowProps) {
  const t = useTranslations("templates.form");
  const { key, title, kind } = section;
  const offered = kindsFor(sections, key);
  const isBlank = title.trim() === "";
  const press = (event: KeyboardEvent) => {
    const step = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    if (sections[number - 1 + step]) onMove(step);
  };
  return (
    <li data-section={key} className="flex flex-wrap items-start gap-2 py-2.5">
      <span className="tabular w-6 shrink-0 pt-2.5 text-right text-ink-muted max-wide:hidden">{number}</span>
      <div className="min-w-0 flex-1 basis-52">
        <input
          type="text"
          aria-label={t("sectionTitle", { number })}
          aria-invalid={isBlank ? true : undefined}
          value={title}
          maxLength={LONGEST_NAME}
          autoComplete="off"
          placeholder={t("titlePlaceholder")}
          onChange={({ target }) => onChange({ title: target.value }, true)}
          onBlur={onLeave}
          onKeyDown={press}
          className={`${INPUT} w-full`}
        />
        {kind === "text" && (
          <p className="mt-1 px-1 text-xs text-ink-muted">
            {t("wordField")} <code className="inline-block max-w-full font-mono break-words">{`{{ fields.${key} }}`}</code>
          </p>
        )}
      </div>
      <select
        aria-label={t("sectionKind", { number })}
        value={kind}
        onChange={({ target }) => {
          const chosen = KINDS.find((one) => one === target.value);
          if (chosen) onChange({ kind: chosen });
        }}
        className={`${INPUT} min-w-0 flex-1 basis-36 wide:max-w-48`}
      >
        {KINDS.map((one) => (
          <option key={one} value={one} disabled={!offered.includes(one)}>
            {t(`kinds.${one}`)}
          </option>
        ))}
      </select>
      <div className="flex shrink-0 pt-0.5">
        <IconButton icon="up" label={t("up", { number })} disabled={number === 1} onClick={() => onMove(-1)} />
        <IconButton icon="down" label={t("down", { number })} disabled={number === sections.length} onClick={() => onMove(1)} />
        <IconButton icon="trash" label={t("removeSection", { number })} disabled={sections.length === 1} onClick={onRemove} />
      </div>
    </li>
  );
}
