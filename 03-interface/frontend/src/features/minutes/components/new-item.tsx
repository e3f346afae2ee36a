"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";

import type { Minutes, MinutesSection } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";

import { GrowingText } from "./growing-text";
import { LONGEST_ITEM } from "./item-row";
import { drafts, fieldOf } from "../drafts";
import { useItemActs } from "../hooks/use-item-acts";
import { useDrafts } from "../hooks/use-kept-text";

interface NewItemProps {
  minutes: Minutes;
  section: MinutesSection;
  after: string | null;
  /** Has the focus at once. */
  focused: boolean;
  /** It was added; `more` where its writer goes on under it. */
  onAdded: (id: string | null, more: boolean) => void;
  /** Left without a word. */
  onLeave: () => void;
}

/** The line in which a new item is typed. Enter adds it and begins the next one; leaving the line adds it too. */
export function NewItem({ minutes, section, after, focused, onAdded, onLeave }: NewItemProps) {
  const t = useTranslations("minutes");
  const complaint = useComplaint();
  const { add } = useItemActs(minutes.meeting_id);
  const line = useRef<HTMLTextAreaElement>(null);
  const name = fieldOf(minutes.meeting_id, `new ${section.key}`);
  const text = useDrafts().get(name)?.text ?? "";
  const [trouble, setTrouble] = useState<unknown>(null);
  // From being sent until this line gives way to the next one.
  const sending = useRef(false);
  useEffect(() => {
    if (focused) line.current?.focus();
  }, [focused]);

  const send = async (more: boolean) => {
    if (sending.current) return;
    const words = drafts.all.get(name)?.text.trim() ?? "";
    if (words === "") {
      onLeave();
      return;
    }
    sending.current = true;
    try {
      const known = new Set(section.items.map(({ id }) => id));
      const now = await add(section.key, after, words);
      drafts.drop(name);
      setTrouble(null);
      const made = now.sections.find(({ key }) => key === section.key)?.items.find((item) => !known.has(item.id) && item.text === words);
      sending.current = made !== undefined;
      onAdded(made?.id ?? null, more);
    } catch (error) {
      sending.current = false;
      setTrouble(error);
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send(true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      drafts.drop(name);
      onLeave();
    }
  };
  return (
    <li className="flex gap-1 py-1.5 print:hidden">
      <div className={`min-w-0 flex-1 ${section.kind === "text" ? "" : "pl-7"}`}>
        <GrowingText
          ref={line}
          label={t("newItem", { section: section.title })}
          value={text}
          maxLength={LONGEST_ITEM}
          placeholder={section.kind === "text" ? t("toFill") : t("newItemHint")}
          onChange={(event) => drafts.put(name, { text: event.target.value, base: "", section: section.key })}
          onBlur={() => void send(false)}
          onKeyDown={press}
          className="rounded-md text-reading leading-relaxed"
        />
        {trouble !== null && (
          <p role="alert" className="px-1.5 text-xs text-loss">
            {complaint(trouble)}
          </p>
        )}
      </div>
    </li>
  );
}
