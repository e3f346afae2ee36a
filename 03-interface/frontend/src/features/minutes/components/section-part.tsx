"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import type { Minutes, MinutesSection } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import { useSay } from "@/ui/toasts";

import { ItemRow } from "./item-row";
import { NewItem } from "./new-item";
import { drafts, fieldOf } from "../drafts";
import { usePressMinutes } from "../hooks/use-minutes";
import { useModelWriter, useWriting } from "../hooks/use-writing";

interface SectionPartProps {
  minutes: Minutes;
  section: MinutesSection;
  editable: boolean;
}

/** A section of the minutes with its items, and the line for a new one. */
export function SectionPart({ minutes, section, editable }: SectionPartProps) {
  const t = useTranslations("minutes");
  const say = useSay();
  const title = useId();
  const press = usePressMinutes(minutes.meeting_id, t("changedElsewhere"));
  const isText = section.kind === "text";
  const last = section.items.at(-1)?.id ?? null;
  // After which item a new one is being typed; `undefined` where none is. One begun before a reload is gone on with.
  const [adding, setAdding] = useState<string | null | undefined>(() => (drafts.all.has(fieldOf(minutes.meeting_id, `new ${section.key}`)) ? last : undefined));
  const [rewriting, setRewriting] = useState(false);
  const complaint = useComplaint();
  const model = useModelWriter();
  const { start } = useWriting(minutes.meeting_id);
  const under = adding !== undefined && adding !== null && !section.items.some(({ id }) => id === adding) ? last : adding;
  const waits = editable && isText && section.items.length === 0;

  const rewrite = async () => {
    setRewriting(true);
    const done = await press({ act: (change, now) => change.rewriteSection(now.version, section.key) });
    setRewriting(false);
    if (done) say(t("rewritten", { section: section.title }));
  };
  const haveWritten = () => start.mutate({ version: minutes.version, section: section.key }, { onError: (error) => say(complaint(error)) });
  const line = (after: string | null, focused: boolean) => (
    <NewItem
      key={`new ${after}`}
      minutes={minutes}
      section={section}
      after={after}
      focused={focused}
      onAdded={(id, more) => setAdding(more && !isText ? (id ?? last) : undefined)}
      onLeave={() => setAdding(undefined)}
    />
  );

  return (
    <section aria-labelledby={title} className="mt-8">
      <div className="flex items-center justify-between gap-3 border-b border-rule pb-1">
        <h2 id={title} className="min-w-0 text-lg font-semibold tracking-tight break-words">
          {section.title}
        </h2>
        {editable && !isText && model && (
          <span className="print:hidden">
            <Menu trigger={<IconButton icon="again" label={t("rewriteSection", { section: section.title })} disabled={rewriting || start.isPending} />}>
              <MenuItem onSelect={() => void rewrite()}>{t("form.writers.extract")}</MenuItem>
              <MenuItem onSelect={haveWritten}>{t("form.writers.model")}</MenuItem>
            </Menu>
          </span>
        )}
        {editable && !isText && !model && (
          <IconButton icon="again" label={t("rewriteSection", { section: section.title })} disabled={rewriting} onClick={() => void rewrite()} className="print:hidden" />
        )}
      </div>
      {section.items.length === 0 && adding === undefined && !waits && <p className="pt-3 text-ink-muted">{isText ? t("notFilled") : t("none")}</p>}
      <ul className="-mx-1.5 mt-1.5">
        {editable && under === null && line(null, true)}
        {section.items.flatMap((item, at) => [
          <ItemRow key={item.id} minutes={minutes} section={section} item={item} number={at + 1} editable={editable} onAddAfter={() => setAdding(item.id)} />,
          editable && under === item.id && line(item.id, true),
        ])}
        {waits && under === undefined && line(null, false)}
      </ul>
      {editable && !isText && under === undefined && (
        <Button look="quiet" size="sm" icon="plus" onClick={() => setAdding(last)} className="mt-1 print:hidden">
          {t("addTo", { kind: section.kind })}
        </Button>
      )}
    </section>
  );
}
