"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";

import { OneMeeting } from "@/features/meetings/components/one-meeting";
import { useTags } from "@/features/tags/hooks/use-tags";
import { sameTag } from "@/features/tags/tagging";
import { DayField } from "@/ui/day-field";
import { INPUT } from "@/ui/field";
import { Filters } from "@/ui/filters";
import { SearchField } from "@/ui/search-field";
import { useTyped } from "@/ui/use-typed";

import { LONGEST } from "../api/search";
import { useSpeakerNames } from "../hooks/use-search";
import { useSlashKey } from "../hooks/use-slash-key";
import { limitsOf, SORTS, WAYS, type Question, type Sort, type Way } from "../question";

interface SearchBarProps {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}

/** The box, whether words or their meaning are looked for, and what narrows the search. */
export function SearchBar({ question, onChange }: SearchBarProps) {
  const t = useTranslations("search");
  const field = useRef<HTMLInputElement>(null);
  useSlashKey(field);

  useEffect(() => {
    if (window.matchMedia("(pointer: fine)").matches) field.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className="flex flex-col gap-3 rounded-lg border border-rule bg-surface p-3 wide:p-4">
      <Filters
        field={
          <>
            <SearchField
              ref={field}
              label={t("box")}
              placeholder={t(`placeholders.${question.by}`)}
              value={question.q}
              longest={LONGEST}
              onSearch={(q) => onChange({ q })}
              className="h-11! text-base! wide:pr-12"
            />
            <kbd
              aria-hidden
              className="pointer-events-none absolute top-1/2 right-3 hidden -translate-y-1/2 rounded-sm border border-rule bg-sunken px-1.5 font-sans text-xs font-semibold text-ink-muted wide:block"
            >
              {"/"}
            </kbd>
          </>
        }
        set={limitsOf(question)}
        between={<WaySwitch way={question.by} onChange={(by) => onChange({ by })} />}
      >
        <SpeakerField value={question.speaker} onChange={(speaker) => onChange({ speaker })} />
        <TagField value={question.tag} onChange={(tag) => onChange({ tag })} />
        <DayField label={t("since")} value={question.since} onChange={(since) => onChange({ since })} />
        <DayField label={t("until")} value={question.until} onChange={(until) => onChange({ until })} />
        <select
          aria-label={t("sort")}
          value={question.sort}
          onChange={(event) => onChange({ sort: event.target.value as Sort })}
          className={`${INPUT} col-span-2 min-w-0 wide:ml-auto`}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t(`sorts.${sort}`)}
            </option>
          ))}
        </select>
        {question.meeting && <OneMeeting id={question.meeting} onRemove={() => onChange({ meeting: "" })} />}
      </Filters>
    </div>
  );
}

/** Whether the words are looked for, or what they mean. */
function WaySwitch({ way, onChange }: { way: Way; onChange: (way: Way) => void }) {
  const t = useTranslations("search");
  return (
    <div role="group" aria-label={t("way")} className="inline-flex self-start rounded-md border border-rule bg-sunken p-0.5">
      {WAYS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === way}
          title={t(`ways.${one}.hint`)}
          onClick={() => onChange(one)}
          className="min-h-8 rounded-sm px-3 text-xs font-semibold text-ink-muted hover:text-ink aria-pressed:bg-surface aria-pressed:text-accent-strong"
        >
          {t(`ways.${one}.name`)}
        </button>
      ))}
    </div>
  );
}

/** Whose words: a name typed, or one of those that are known. */
function SpeakerField({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const t = useTranslations("search");
  const names = useSpeakerNames().data;
  const list = useId();
  const [typed, type] = useTyped(value, onChange);
  return (
    <>
      <input
        type="text"
        aria-label={t("speaker")}
        placeholder={t("anySpeaker")}
        list={list}
        maxLength={200}
        autoComplete="off"
        value={typed}
        onChange={(event) => type(event.target.value)}
        className={`${INPUT} min-w-0 wide:w-48`}
      />
      <datalist id={list}>
        {names?.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function TagField({ value, onChange }: { value: string; onChange: (tag: string) => void }) {
  const t = useTranslations("search");
  const tags = useTags().data;
  const known = tags?.find(({ name }) => sameTag(name, value))?.name;
  return (
    <select
      aria-label={t("tag")}
      value={known ?? value}
      onChange={(event) => onChange(event.target.value)}
      className={`${INPUT} min-w-0 wide:max-w-48`}
    >
      <option value="">{t("anyTag")}</option>
      {value !== "" && known === undefined && <option value={value}>{value}</option>}
      {tags?.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
