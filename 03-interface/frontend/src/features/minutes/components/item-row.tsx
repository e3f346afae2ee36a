"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type KeyboardEvent } from "react";

import type { Minutes, MinutesItem, MinutesSection } from "@/api/types";
import { useSetStatus } from "@/features/register/hooks/use-register";
import { clock } from "@/language/formats";
import { IconButton } from "@/ui/button";
import { CheckBox } from "@/ui/check-box";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";

import { ActionFields } from "./action-fields";
import { CitationList } from "./citation-list";
import { KeptText } from "./kept-text";
import { fieldOf } from "../drafts";
import { useItemActs } from "../hooks/use-item-acts";
import { afterMove } from "../items";

const CiteDialog = onDemand(async () => (await import("./cite-dialog")).CiteDialog);

/** Characters of an item, as the API takes them. */
export const LONGEST_ITEM = 20_000;

interface ItemRowProps {
  minutes: Minutes;
  section: MinutesSection;
  item: MinutesItem;
  /** Its place in the section, from 1. */
  number: number;
  editable: boolean;
  /** Begins a new item under this one. */
  onAddAfter: () => void;
}

/** One item of the minutes: its words, where they come from, and for an action who does it until when. */
export function ItemRow({ minutes, section, item, number, editable, onAddAfter }: ItemRowProps) {
  const t = useTranslations("minutes");
  const acts = useItemActs(minutes.meeting_id);
  const setStatus = useSetStatus();
  const [citing, setCiting] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isAction = item.kind === "action";
  const isListed = item.kind !== "summary" && item.kind !== "field" && item.kind !== "topic";
  const name = t("itemName", { kind: t(`kinds.${item.kind}`), number });
  // What is no longer in the transcript cannot be cited anew.
  const cited = item.citations.filter(({ text }) => text !== null).map(({ utterance_id: id }) => id);

  const move = async (step: -1 | 1) => {
    const after = afterMove(section.items, item.id, step);
    if (after === undefined) return;
    await acts.move(item, after);
    // The browser lets go of what is set elsewhere.
    requestAnimationFrame(() => field.current?.focus());
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>, flush: () => void) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined;
    if (step !== undefined) {
      event.preventDefault();
      flush();
      void move(step);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      flush();
      onAddAfter();
    } else if (event.key === "Backspace" && event.currentTarget.value === "") {
      event.preventDefault();
      void acts.remove(section, item);
    }
  };

  return (
    <li data-item={item.id} className="relative flex gap-1 rounded-md py-1.5">
      {isAction && (
        <CheckBox
          label={t("action.done", { text: item.text })}
          checked={item.status === "done"}
          onPress={() => setStatus(item, minutes.meeting_id, item.status === "done" ? "open" : "done")}
          className="-mt-1 -ml-2 size-9"
        />
      )}
      {isListed && !isAction && <span className="tabular w-7 shrink-0 pt-0.5 pr-1 text-right text-ink-muted">{t("ordinal", { number })}</span>}
      {item.kind === "topic" && <span className="tabular w-14 shrink-0 pt-1 pl-1.5 text-xs text-ink-muted">{item.start != null && clock(item.start)}</span>}
      <div className="min-w-0 flex-1">
        <KeptText
          ref={field}
          field={fieldOf(minutes.meeting_id, item.id)}
          label={name}
          value={item.text}
          section={section.key}
          editable={editable}
          longest={LONGEST_ITEM}
          keep={(text, base) => acts.write(item.id, text, base)}
          onKeyDown={press}
          className={`text-reading leading-relaxed ${item.status === "done" ? "text-ink-muted" : ""} ${item.kind === "topic" ? "font-semibold" : ""}`}
        />
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1.5">
          {isAction && <ActionFields item={item} participants={minutes.participants} onChange={editable ? (change) => void acts.change(item, change) : null} />}
          <div className="flex flex-wrap items-center gap-1.5 pl-1.5 empty:hidden">
            <CitationList
              meetingId={minutes.meeting_id}
              citations={item.citations}
              onRemove={editable ? (id) => void acts.cite(item, cited.filter((other) => other !== id)) : null}
            />
            {item.unsupported && <span className="rounded-full bg-doubt-soft px-2 py-0.5 text-xs text-doubt">{t("unsupported")}</span>}
          </div>
        </div>
      </div>
      {editable && (
        <div className="shrink-0 print:hidden">
          <Menu trigger={<IconButton icon="more" label={t("itemActions", { name })} className="-mt-1" />}>
            <MenuItem icon="plus" onSelect={onAddAfter}>
              {t("addAfter")}
            </MenuItem>
            <MenuItem icon="clock" onSelect={() => setCiting(true)}>
              {t("cite.title")}
            </MenuItem>
            <MenuRule />
            <MenuItem icon="up" disabled={afterMove(section.items, item.id, -1) === undefined} onSelect={() => void move(-1)}>
              {t("moveUp")}
            </MenuItem>
            <MenuItem icon="down" disabled={afterMove(section.items, item.id, 1) === undefined} onSelect={() => void move(1)}>
              {t("moveDown")}
            </MenuItem>
            <MenuRule />
            <MenuItem icon="trash" onSelect={() => void acts.remove(section, item)}>
              {t("remove")}
            </MenuItem>
          </Menu>
        </div>
      )}
      {citing && (
        <CiteDialog
          meetingId={minutes.meeting_id}
          cited={cited}
          near={item.citations[0]?.start ?? null}
          onCite={(id) => void acts.cite(item, [...cited, id])}
          onClose={() => setCiting(false)}
        />
      )}
    </li>
  );
}
