"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import type { Minutes, MinutesItem, MinutesItemChange } from "@/api/types";
import { useFormats } from "@/language/use-formats";

import { noon } from "../days";

/** Lighter than a form's fields: a page is read before it is filled in. */
const INPUT =
  "h-8 min-w-0 rounded-md border border-rule bg-transparent px-2 text-xs text-ink-soft transition-colors hover:border-edge focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent";

interface ActionFieldsProps {
  item: MinutesItem;
  participants: Minutes["participants"];
  /** `null` where nothing may be changed. */
  onChange: ((change: Pick<MinutesItemChange, "owner" | "due">) => void) | null;
}

/** Who does it and until when. */
export function ActionFields({ item, participants, onChange }: ActionFieldsProps) {
  const t = useTranslations("minutes.action");
  const formats = useFormats();
  const names = useId();
  const speaking = participants.find((one) => one.speaker_id === item.owner?.speaker_id);
  const owner = item.owner?.name ?? (speaking ? t("speakerNumber", { number: speaking.number }) : "");
  const day = item.due?.day ?? "";
  const said = item.due?.said ?? null;

  if (onChange === null) {
    const due = day !== "" ? formats.day(noon(day)) : said;
    if (!owner && !due) return null;
    return (
      <p className="flex flex-wrap gap-x-3 px-1.5 text-ink-soft">
        {owner && <bdi className="font-semibold">{owner}</bdi>}
        {due && <span className="tabular">{t("dueOn", { day: due })}</span>}
      </p>
    );
  }

  const nameOf = ({ name, number }: Minutes["participants"][number]) => name ?? t("speakerNumber", { number });
  const nameOwner = (name: string) => {
    if (name === owner) return;
    const speaker = participants.find((one) => nameOf(one).toLowerCase() === name.toLowerCase());
    onChange({ owner: name === "" ? null : speaker ? { speaker_id: speaker.speaker_id } : { name } });
  };
  const setDay = (next: string) => {
    if (next === day) return;
    onChange({ due: next === "" && said === null ? null : { said, day: next || null } });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-1.5 print:hidden">
      <label className="flex items-center gap-1.5 text-xs text-ink-muted">
        {t("owner")}
        <input
          key={owner}
          type="text"
          list={names}
          defaultValue={owner}
          placeholder={t("nobody")}
          maxLength={200}
          autoComplete="off"
          onBlur={(event) => nameOwner(event.target.value.trim())}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          className={`${INPUT} w-36`}
        />
        <datalist id={names}>
          {participants.map((one) => (
            <option key={one.speaker_id} value={nameOf(one)} />
          ))}
        </datalist>
      </label>
      <label className="flex items-center gap-1.5 text-xs text-ink-muted">
        {t("due")}
        <input
          key={day}
          type="date"
          min="1901-01-01"
          max="2199-12-31"
          defaultValue={day}
          onBlur={(event) => event.target.validity.valid && setDay(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          className={`${INPUT} tabular`}
        />
      </label>
      {said !== null && <span className="text-xs text-ink-muted">{t("said", { words: said })}</span>}
    </div>
  );
}
