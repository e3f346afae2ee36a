"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { onDemand } from "@/ui/on-demand";

import { daysLeft } from "../days-left";
import { useRestore } from "../hooks/use-put-away";
import { useTrashDays } from "../hooks/use-trash";

const DeleteDialog = onDemand(async () => (await import("./delete-dialog")).DeleteDialog);

/** The page of a meeting that lies in the trash: that it is there, that nothing of it is lost, and the ways out. */
export function TrashedMeeting({ meeting }: { meeting: Meeting }) {
  const t = useTranslations("trash");
  const formats = useFormats();
  const router = useRouter();
  const days = useTrashDays();
  const restore = useRestore();
  const [deleting, setDeleting] = useState(false);
  const since = meeting.trashed_at ?? meeting.updated_at;
  return (
    <>
      <Link href="/meetings/trash" className="mb-1 inline-flex items-center gap-1 text-xs text-ink-muted hover:text-accent">
        <Icon name="chevron" size={14} className="rotate-90" />
        {t("title")}
      </Link>
      <h1 className="text-xl font-semibold tracking-tight break-words wide:text-2xl">
        <bdi>{meeting.title}</bdi>
      </h1>
      <p className="tabular mt-1 text-ink-muted">{formats.moment(meeting.held_at)}</p>
      <section className="mt-6 rounded-lg border border-rule bg-surface px-6 py-10 text-center">
        <Icon name="trash" size={32} className="mx-auto mb-3 text-ink-muted" />
        <h2 className="text-lg font-semibold">{t("hereTitle")}</h2>
        <p className="mx-auto mt-2 max-w-lg text-ink-soft">{t("hereLead", { moment: formats.moment(since) })}</p>
        <p className="tabular mt-1 min-h-6 text-ink-muted">{days !== undefined && t("left", { days: daysLeft(since, days) })}</p>
        <div className="mt-6 flex flex-wrap justify-center gap-2">
          <Button look="primary" icon="undo" disabled={restore.isPending} onClick={() => restore.mutate([meeting])}>
            {t("restore")}
          </Button>
          <Button look="quiet" onClick={() => setDeleting(true)}>
            {t("deleteAsk")}
          </Button>
        </div>
      </section>
      {deleting && <DeleteDialog meeting={meeting} onClose={() => setDeleting(false)} onDeleted={() => router.replace("/meetings/trash")} />}
    </>
  );
}
