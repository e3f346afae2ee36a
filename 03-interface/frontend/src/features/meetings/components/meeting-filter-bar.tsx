"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import { useTags } from "@/features/tags/hooks/use-tags";
import { sameTag } from "@/features/tags/tagging";
import { IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { Icon } from "@/ui/icons";
import { onDemand } from "@/ui/on-demand";

import { ViewSwitch } from "./view-switch";
import { STATUSES, type MeetingFilter, type Sort, type Status } from "../api/meetings";

const ManageTagsDialog = onDemand(async () => (await import("@/features/tags/components/manage-tags-dialog")).ManageTagsDialog);

interface MeetingFilterBarProps {
  filter: MeetingFilter;
  onChange: (change: Partial<MeetingFilter>) => void;
  total: number | undefined;
}

const OFFERED_SORTS = ["-created_at", "-held_at", "held_at", "title", "-duration"] as const satisfies readonly Sort[];
const PAUSE_MS = 250;

/** Search, state and order of the list. */
export function MeetingFilterBar({ filter, onChange, total }: MeetingFilterBarProps) {
  const t = useTranslations("meetings");
  const runs = useTranslations("runs");
  const [typed, setTyped] = useState(filter.q);
  const tags = useTags().data;
  const [managing, setManaging] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [seen, setSeen] = useState(filter.q);

  // The address changed by other means (back, "show all"): the field says so.
  if (seen !== filter.q) {
    setSeen(filter.q);
    if (typed.trim() !== filter.q) setTyped(filter.q);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (q: string) => {
    setTyped(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange({ q: q.trim() }), PAUSE_MS);
  };

  return (
    <div role="search" className="mb-4 flex flex-wrap items-center gap-2">
      <div className="relative min-w-0 flex-1 basis-full wide:basis-56">
        <Icon name="search" className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-muted" />
        <input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={typed}
          onChange={(event) => search(event.target.value)}
          className={`${INPUT} w-full pl-9`}
        />
      </div>
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
        <div className="flex min-w-0 basis-full gap-1 wide:basis-auto">
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
