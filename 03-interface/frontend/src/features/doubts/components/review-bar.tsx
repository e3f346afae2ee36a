"use client";

import { useTranslations } from "next-intl";

import { Button, IconButton } from "@/ui/button";

import { DOUBT_KINDS } from "../doubts";
import type { Review } from "../hooks/use-review";

/** How many doubts are left, which kinds, and what to do with the one that is looked at. */
export function ReviewBar({ review }: { review: Review }) {
  const t = useTranslations("doubts");
  const { left, counts, kinds, current } = review;
  return (
    <section
      aria-label={t("label")}
      className="appearing fixed inset-x-0 bottom-[8.5rem] z-30 border-t border-rule bg-surface px-4 py-2 shadow-raised wide:bottom-0 wide:px-8"
    >
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status" className="tabular font-semibold">
          {left === 0 ? t("none") : t("left", { count: left })}
        </p>
        <div role="group" aria-label={t("kinds")} className="flex flex-wrap gap-1">
          {DOUBT_KINDS.filter((kind) => counts[kind] > 0 || !kinds.has(kind)).map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={kinds.has(kind)}
              onClick={() => review.toggle(kind)}
              className="tabular h-8 rounded-full border border-rule px-2.5 text-xs text-ink-soft transition-colors hover:bg-hover aria-pressed:border-doubt aria-pressed:bg-doubt-soft aria-pressed:text-ink"
            >
              {t(`kind.${kind}`, { count: counts[kind] })}
            </button>
          ))}
        </div>
        <p className="hidden text-xs text-ink-muted wide:block">{current !== null && t("keys")}</p>
        <div className="ml-auto flex items-center gap-1">
          <IconButton icon="up" label={t("previous")} disabled={left === 0} onClick={() => review.go(-1)} />
          <IconButton icon="down" label={t("next")} disabled={left === 0} onClick={() => review.go(1)} />
          <Button size="sm" look="quiet" icon="flag" disabled={current === null} onClick={review.mark}>
            {t("mark")}
          </Button>
          <Button size="sm" icon="pencil" disabled={current === null} onClick={review.edit}>
            {t("edit")}
          </Button>
          <Button size="sm" look="primary" icon="check" disabled={current === null} onClick={() => review.accept()}>
            {t("accept")}
          </Button>
          <IconButton icon="close" label={t("stop")} onClick={review.stop} />
        </div>
      </div>
    </section>
  );
}
