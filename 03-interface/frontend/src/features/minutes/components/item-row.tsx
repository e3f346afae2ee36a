"use client";

import { useTranslations } from "next-intl";
import { useState, type KeyboardEvent } from "react";

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
import { spotOfMove, type Spot } from "../items";

const CiteDialog = onDemand(async () => (await import("./cite-dialog")).CiteDialog);
const MoveDialog = onDemand(async () => (await import("./move-dialog")).MoveDialog);

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
  const [asking, setAsking] = useState<"cite" | "move" | null>(null);
  const isAction = item.kind === "action";
  const isListed = item.kind !== "summary" && item.kind !== "field" && item.kind !== "topic";
  const name = t("itemName", { kind: t(`kinds.${item.kind}`), number });
  // What is no longer in the transcript cannot be cited anew.
  const cited = item.citations.filter(({ text }) => text !== null).map(({ utterance_id: id }) => id);

  const up = spotOfMove(minutes.sections, { section, at: number - 1 }, -1);
  const down = spotOfMove(minutes.sections, { section, at: number - 1 }, 1);
  const move = async (to: Spot | undefined) => {
    if (to === undefined) return;
    await acts.move(section, item, to);
    // The browser lets go of what is set elsewhere; in another section it is drawn anew.
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-item="${item.id}"] textarea`)?.focus());
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>, flush: () => void) => {
    if (event.nativeEvent.isComposing) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      flush();
      void move(event.key === "ArrowUp" ? up : down);
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
            <MenuItem icon="clock" onSelect={() => setAsking("cite")}>
              {t("cite.title")}
            </MenuItem>
            <MenuRule />
            <MenuItem icon="up" disabled={up === undefined} onSelect={() => void move(up)}>
              {t("moveUp")}
            </MenuItem>
            <MenuItem icon="down" disabled={down === undefined} onSelect={() => void move(down)}>
              {t("moveDown")}
            </MenuItem>
            {minutes.sections.length > 1 && (
              <MenuItem icon="forward" onSelect={() => setAsking("move")}>
                {t("move.title")}
              </MenuItem>
            )}
            <MenuRule />
            <MenuItem icon="trash" onSelect={() => void acts.remove(section, item)}>
              {t("remove")}
            </MenuItem>
          </Menu>
        </div>
      )}
      {asking === "cite" && (
        <CiteDialog
          meetingId={minutes.meeting_id}
          cited={cited}
          near={item.citations[0]?.start ?? null}
          onCite={(id) => void acts.cite(item, [...cited, id])}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "move" && (
        <MoveDialog
          sections={minutes.sections}
          from={section.key}
          onMove={(to) => {
            setAsking(null);
            void move(to);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </li>
  );
}
