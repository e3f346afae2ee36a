"use client";

import { useTranslations } from "next-intl";

import { OneMeeting } from "@/features/meetings/components/one-meeting";
import { DayField } from "@/ui/day-field";
import { INPUT } from "@/ui/field";
import { Filters } from "@/ui/filters";
import { SearchField } from "@/ui/search-field";
import { useTyped } from "@/ui/use-typed";

import { KINDS, limitsOf, SORTS, STATUSES, type RegisterFilter } from "../filter";

interface RegisterFilterBarProps {
  filter: RegisterFilter;
  onChange: (change: Partial<RegisterFilter>) => void;
}

/** What narrows the register. */
export function RegisterFilterBar({ filter, onChange }: RegisterFilterBarProps) {
  const t = useTranslations("register");
  const [owner, typeOwner] = useTyped(filter.owner, (name) => onChange({ owner: name }));
  return (
    <div className="mb-4 flex flex-col gap-2 print:hidden">
      <Filters field={<SearchField label={t("search")} value={filter.q} onSearch={(q) => onChange({ q })} />} set={limitsOf({ ...filter, q: "" })}>
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
      </Filters>
    </div>
  );
}
