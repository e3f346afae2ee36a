"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";

import type { Meeting } from "@/api/types";
import { RowBlocks } from "@/features/meetings/components/row-blocks";
import { SelectionAction, SelectionBar } from "@/features/meetings/components/selection-bar";
import { comeBack, listAddress } from "@/features/meetings/hooks/use-place";
import { useSelection } from "@/features/meetings/hooks/use-selection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { CheckBox } from "@/ui/check-box";
import { Icon } from "@/ui/icons";
import { NotRead } from "@/ui/not-read";
import { onDemand } from "@/ui/on-demand";
import { ShowMore } from "@/ui/show-more";

import { TrashRow } from "./trash-row";
import { useRestore } from "../hooks/use-put-away";
import { useTrash } from "../hooks/use-trash";

const DeleteDialog = onDemand(async () => (await import("./delete-dialog")).DeleteDialog);
const EmptyDialog = onDemand(async () => (await import("./empty-dialog")).EmptyDialog);

/** What was put away: it comes back at a word, and goes for good when its days are over or somebody says so. */
export function TrashScreen() {
  const t = useTranslations("trash");
  const formats = useFormats();
  const complaint = useComplaint();
  const trash = useTrash();
  const { mutate: restore } = useRestore();
  const list = useRef<HTMLDivElement>(null);
  const [deleting, setDeleting] = useState<Meeting | null>(null);
  const [emptying, setEmptying] = useState(false);
  const items = useMemo<Meeting[]>(() => trash.data?.pages.flatMap((page) => page.items) ?? [], [trash.data]);
  const order = useMemo(() => items.map(({ id }) => id), [items]);
  const { chosen, onChoose, all, clear, onKeyDown } = useSelection(order);
  const page = trash.data?.pages[0];

  const done = () => {
    clear();
    list.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <Link href={listAddress()} scroll={false} onClick={comeBack} className="mb-1 inline-flex items-center gap-1 text-xs text-ink-muted hover:text-accent">
        <Icon name="chevron" size={14} className="rotate-90" />
        {t("toMeetings")}
      </Link>
      <div className="mb-2 flex min-h-10 flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        {items.length > 0 && (
          <Button icon="trash" onClick={() => setEmptying(true)}>
            {t("empty")}
          </Button>
        )}
      </div>
      {page && (
        <p className="mb-6 max-w-2xl text-ink-muted">
          {page.total === 0 ? t("lead", { days: page.days }) : t("leadWith", { days: page.days, size: formats.size(page.recordings_bytes) })}
        </p>
      )}
      {trash.error && (
        <NotRead why={complaint(trash.error)} onAgain={() => void trash.refetch()} />
      )}
      {trash.isPending && <div aria-busy className="h-[4.5rem] animate-pulse rounded-md bg-sunken" />}
      {page?.total === 0 && (
        <div className="rounded-lg border border-dashed border-edge bg-surface px-6 py-12 text-center">
          <Icon name="trash" size={32} className="mx-auto mb-3 text-ink-muted" />
          <p className="text-base text-ink-soft">{t("nothing")}</p>
        </div>
      )}
      {items.length > 0 && (
        <div className="flex items-center border-b border-rule pb-1 wide:pl-1">
          <CheckBox label={t("all")} checked={chosen.size === items.length} mixed={chosen.size > 0} onPress={all} />
          <span aria-hidden className="text-xs text-ink-muted">
            {t("all")}
          </span>
        </div>
      )}
      <RowBlocks
        label={t("title")}
        meetings={items}
        list={list}
        onKeyDown={onKeyDown}
        row={(meeting) => (
          <TrashRow
            key={meeting.id}
            meeting={meeting}
            days={page?.days ?? 0}
            chosen={chosen.has(meeting.id)}
            onChoose={onChoose}
            onRestore={restore}
            onDelete={setDeleting}
          />
        )}
      />
      <ShowMore list={trash} />
      <SelectionBar count={chosen.size} onClear={done}>
        <SelectionAction
          icon="undo"
          label={t("restore")}
          onClick={() => {
            restore(items.filter(({ id }) => chosen.has(id)));
            done();
          }}
        />
      </SelectionBar>
      {deleting && <DeleteDialog meeting={deleting} onClose={() => setDeleting(null)} />}
      {emptying && page && <EmptyDialog count={page.total} onClose={() => setEmptying(false)} />}
    </>
  );
}
