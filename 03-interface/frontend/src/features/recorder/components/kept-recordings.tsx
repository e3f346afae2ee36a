"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { UploadUnderWay } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, buttonClass, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icons";
import { onDemand } from "@/ui/on-demand";
import { Progress } from "@/ui/progress";
import { useSay } from "@/ui/toasts";

import { useKeptRecordings, useOutbox, useRecordings, useRecordingsAway } from "../hooks/recorder-provider";
import type { Entry } from "../outbox";

const DiscardDialog = onDemand(async () => (await import("./discard-dialog")).DiscardDialog);

/** Recordings that this browser has and that are not only meetings yet; and those of which another browser sent a part. */
export function KeptRecordings() {
  const t = useTranslations("recorder.kept");
  const here = usePathname() === "/record";
  useRecordings();
  const away = useRecordingsAway();
  // The one being made has the whole screen there.
  const entries = useKeptRecordings().filter(({ status }) => !(here && status === "live"));
  if (entries.length === 0 && away.length === 0) return null;
  return (
    <section aria-label={t("title")} className="appearing mb-6 rounded-lg border border-rule bg-surface">
      <ul className="divide-y divide-rule">
        {entries.map((entry) => (
          <KeptRow key={entry.recording.id} entry={entry} />
        ))}
        {away.map((upload) => (
          <AwayRow key={upload.id} upload={upload} />
        ))}
      </ul>
    </section>
  );
}

function KeptRow({ entry }: { entry: Entry }) {
  const t = useTranslations("recorder.kept");
  const formats = useFormats();
  const complaint = useComplaint();
  const outbox = useOutbox();
  const [discarding, setDiscarding] = useState(false);
  const { recording, status, sent, error } = entry;
  const { id, title } = recording;
  const share = recording.bytes > 0 ? sent / recording.bytes : 0;
  const mine = status === "sending" || status === "refused" || status === "interrupted";

  const line = () => {
    if (status === "live") return t("live");
    if (status === "elsewhere") return t("elsewhere");
    if (status === "received") return t("received");
    if (status === "refused") return t("refused", { reason: complaint(error) });
    if (status === "interrupted") return t("interrupted", { duration: formats.duration(recording.seconds), moment: formats.moment(recording.startedAt) });
    if (error !== null) return t("trying");
    return t("sending", { sent: formats.size(sent), total: formats.size(recording.bytes) });
  };

  return (
    <li className="px-4 py-3" data-kept={status}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-semibold break-words">{title}</p>
          <p className={`tabular text-xs ${status === "refused" ? "text-loss" : "text-ink-muted"}`} role={status === "refused" ? "alert" : undefined}>
            {line()}
          </p>
        </div>
        <div className="flex items-center gap-1">
          {status === "live" && (
            <Link href="/record" className={buttonClass({ size: "sm" })}>
              {t("toLive")}
            </Link>
          )}
          {status === "received" && (
            <Link href={`/meetings/${recording.remote}`} className="inline-flex items-center gap-1.5 rounded-md px-2 py-1 font-semibold text-accent hover:bg-hover">
              <Icon name="check" className="text-done" />
              {t("open")}
            </Link>
          )}
          {(status === "interrupted" || status === "refused") && (
            <Button size="sm" look={status === "interrupted" ? "primary" : "secondary"} onClick={() => void outbox.send(id)}>
              {status === "interrupted" ? t("send") : t("retry")}
            </Button>
          )}
          {mine && <Download id={id} title={title} />}
          {mine && <IconButton icon="trash" label={t("discard", { title })} onClick={() => setDiscarding(true)} />}
          {status === "received" && <IconButton icon="close" label={t("dismiss", { title })} onClick={() => outbox.dismiss(id)} />}
        </div>
      </div>
      {status === "sending" && <Progress share={share} label={t("progressOf", { title })} className="mt-2" />}
      {discarding && <DiscardDialog title={title} onClose={() => setDiscarding(false)} onDiscard={() => void outbox.discard(id)} />}
    </li>
  );
}

function Download({ id, title }: { id: string; title: string }) {
  const t = useTranslations("recorder.kept");
  const outbox = useOutbox();
  const say = useSay();
  const download = async () => {
    try {
      const file = await outbox.file(id);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = file.name;
      link.click();
      // The browser reads it after this.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      say(t("unread"));
    }
  };
  return <IconButton icon="download" label={t("download", { title })} onClick={() => void download()} />;
}

function AwayRow({ upload }: { upload: UploadUnderWay }) {
  const t = useTranslations("recorder");
  const formats = useFormats();
  const complaint = useComplaint();
  const outbox = useOutbox();
  const say = useSay();
  const [asking, setAsking] = useState<"end" | "discard" | null>(null);
  const { title } = upload;
  const tell = (error: unknown) => say(complaint(error));
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3" data-kept="away">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-semibold break-words">{title}</p>
        <p className="tabular text-xs text-ink-muted">
          {t("kept.away", { moment: formats.moment(upload.created_at), size: formats.size(upload.received) })}
        </p>
      </div>
      <div className="flex items-center gap-1">
        <Button size="sm" onClick={() => setAsking("end")}>
          {t("kept.endAway")}
        </Button>
        <IconButton icon="trash" label={t("kept.discard", { title })} onClick={() => setAsking("discard")} />
      </div>
      {asking === "discard" && <DiscardDialog title={title} onClose={() => setAsking(null)} onDiscard={() => void outbox.giveUpAway(upload).catch(tell)} />}
      {asking === "end" && (
        <Dialog title={t("endAwayTitle")} onClose={() => setAsking(null)}>
          <div className="flex flex-col gap-5">
            <p className="text-ink-soft">{t("endAwayLead")}</p>
            <div className="flex justify-end gap-2">
              <Button look="quiet" onClick={() => setAsking(null)}>
                {t("cancel")}
              </Button>
              <Button
                look="primary"
                onClick={() => {
                  setAsking(null);
                  void outbox.endAway(upload).catch(tell);
                }}
              >
                {t("kept.endAway")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </li>
  );
}
