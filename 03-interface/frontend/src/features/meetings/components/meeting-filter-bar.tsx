"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { useTags } from "@/features/tags/hooks/use-tags";
import { sameTag } from "@/features/tags/tagging";
import { IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { Filters } from "@/ui/filters";
import { onDemand } from "@/ui/on-demand";
import { SearchField } from "@/ui/search-field";

import { ViewSwitch } from "./view-switch";
import { STATUSES, type MeetingFilter, type Sort, type Status } from "../api/meetings";

const ManageTagsDialog = onDemand(async () => (await import("@/features/tags/components/manage-tags-dialog")).ManageTagsDialog);

interface MeetingFilterBarProps {
  filter: MeetingFilter;
  onChange: (change: Partial<MeetingFilter>) => void;
  total: number | undefined;
}

const OFFERED_SORTS = ["-created_at", "-held_at", "held_at", "title", "-duration"] as const satisfies readonly Sort[];

/** Search, state and order of the list. */
export function MeetingFilterBar({ filter, onChange, total }: MeetingFilterBarProps) {
  const t = useTranslations("meetings");
  const runs = useTranslations("runs");
  const tags = useTags().data;
  const [managing, setManaging] = useState(false);

  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <Filters field={<SearchField label={t("search")} value={filter.q} onSearch={(q) => onChange({ q })} />} set={(filter.status ? 1 : 0) + (filter.tag ? 1 : 0)} inLine>
        <select
          aria-label={t("filterStatus")}
          value={filter.status ?? ""}
          onChange={(event) => onChange({ status: (event.target.value || null) as Status | null })}
          className={`${INPUT} min-w-0 flex-1 wide:flex-none`}
        >
          <option value="">{t("anyStatus")}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {runs(`status.${status}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("sort")}
          value={filter.sort}
          onChange={(event) => onChange({ sort: event.target.value as Sort })}
          className={`${INPUT} min-w-0 flex-1 wide:flex-none`}
        >
          {OFFERED_SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t(`sorts.${sort}`)}
            </option>
          ))}
        </select>
        {((tags?.length ?? 0) > 0 || filter.tag !== "") && (
          <div className="col-span-2 flex min-w-0 gap-1">
            <select
              aria-label={t("filterTag")}
              value={tags?.find(({ name }) => sameTag(name, filter.tag))?.name ?? filter.tag}
              onChange={(event) => onChange({ tag: event.target.value })}
              className={`${INPUT} min-w-0 flex-1 wide:max-w-52 wide:flex-none`}
            >
              <option value="">{t("anyTag")}</option>
              {filter.tag !== "" && !tags?.some(({ name }) => sameTag(name, filter.tag)) && <option value={filter.tag}>{filter.tag}</option>}
              {tags?.map(({ name, meetings }) => (
                <option key={name} value={name}>
                  {t("tagWithCount", { name, count: meetings })}
                </option>
              ))}
            </select>
            <IconButton icon="tag" label={t("manageTags")} onClick={() => setManaging(true)} className="size-10!" />
          </div>
        )}
      </Filters>
      <ViewSwitch />
      <p aria-live="polite" className="tabular ml-auto hidden text-xs text-ink-muted wide:block">
        {total === undefined ? "" : t("total", { count: total })}
      </p>
      {managing && (
        <ManageTagsDialog
          onClose={() => setManaging(false)}
          onChanged={(name, newName) => sameTag(name, filter.tag) && onChange({ tag: newName ?? "" })}
        />
      )}
    </div>
  );
}
