"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import { useMeeting } from "@/features/meetings/hooks/use-meeting";
import { Button } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { Icon } from "@/ui/icons";
import { SearchField } from "@/ui/search-field";
import { useTyped } from "@/ui/use-typed";

import { KINDS, limitsOf, SORTS, STATUSES, type RegisterFilter } from "../filter";

interface RegisterFilterBarProps {
  filter: RegisterFilter;
  onChange: (change: Partial<RegisterFilter>) => void;
}

/** What narrows the register. On a phone all but the words waits behind a button. */
export function RegisterFilterBar({ filter, onChange }: RegisterFilterBarProps) {
  const t = useTranslations("register");
  const [owner, typeOwner] = useTyped(filter.owner, (name) => onChange({ owner: name }));
  const limits = limitsOf({ ...filter, q: "" });
  const [open, setOpen] = useState(limits > 0);
  const panel = useId();
  return (
    <div className="mb-4 flex flex-col gap-2 print:hidden">
      <div className="flex gap-2">
        <div className="min-w-0 flex-1">
          <SearchField label={t("search")} value={filter.q} onSearch={(q) => onChange({ q })} />
        </div>
        <Button aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)} className="wide:hidden">
          {limits > 0 ? t("filtersSet", { count: limits }) : t("filters")}
        </Button>
      </div>
      <div id={panel} className={`grid grid-cols-2 items-end gap-2 wide:flex wide:flex-wrap wide:items-center ${open ? "" : "max-wide:hidden"}`}>
        <select
          aria-label={t("kind")}
          value={filter.kind}
          onChange={(event) => onChange({ kind: KINDS.find((kind) => kind === event.target.value) ?? "" })}
          className={`${INPUT} min-w-0`}
        >
          <option value="">{t("anyKind")}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`plural.${kind}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("status")}
          value={filter.status}
          onChange={(event) => onChange({ status: STATUSES.find((status) => status === event.target.value) ?? "" })}
          className={`${INPUT} min-w-0`}
        >
          <option value="">{t("anyStatus")}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`statuses.${status}`)}
            </option>
          ))}
        </select>
        <input
          type="text"
          aria-label={t("owner")}
          placeholder={t("anyOwner")}
          maxLength={200}
          autoComplete="off"
          value={owner}
          onChange={(event) => typeOwner(event.target.value)}
          className={`${INPUT} min-w-0 max-wide:col-span-2 wide:w-44`}
        />
        <DayField label={t("from")} value={filter.from} onChange={(from) => onChange({ from })} />
        <DayField label={t("until")} value={filter.until} onChange={(until) => onChange({ until })} />
        <select
          aria-label={t("sort")}
          value={filter.sort}
          onChange={(event) => onChange({ sort: SORTS.find((sort) => sort === event.target.value) ?? "due" })}
          className={`${INPUT} col-span-2 min-w-0 wide:ml-auto`}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t(`sorts.${sort}`)}
            </option>
          ))}
        </select>
        {filter.meeting && <OneMeeting id={filter.meeting} onRemove={() => onChange({ meeting: "" })} />}
      </div>
    </div>
  );
}

function DayField({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-xs text-ink-muted max-wide:flex-col max-wide:items-stretch max-wide:gap-1">
      {label}
      <input type="date" min="1901-01-01" max="2199-12-31" value={value} onChange={(event) => onChange(event.target.value)} className={`${INPUT} tabular min-w-0`} />
    </label>
  );
}

/** The one meeting that is looked at, and a way back to all. */
function OneMeeting({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useTranslations("register");
  const title = useMeeting(id).data?.title ?? "…";
  return (
    <span className="col-span-2 inline-flex h-8 max-w-full items-center gap-1 justify-self-start rounded-full border border-rule bg-sunken pr-1 pl-3 text-xs text-ink-soft">
      <bdi className="min-w-0 truncate" title={title}>
        {title}
      </bdi>
      <button type="button" aria-label={t("allMeetings")} title={t("allMeetings")} onClick={onRemove} className="inline-flex size-6 shrink-0 items-center justify-center rounded-full hover:bg-hover hover:text-ink">
        <Icon name="close" size={13} />
      </button>
    </span>
  );
}
