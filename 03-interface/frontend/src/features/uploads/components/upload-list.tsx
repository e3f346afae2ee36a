"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { mayPass } from "@/api/problem";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Progress } from "@/ui/progress";

import { atAGlance, GLANCE } from "../fold";
import { useUploadQueue, useUploads } from "../hooks/uploads";
import type { Upload } from "../queue";
import { useChooseFiles } from "./recording-intake";

const NotificationOffer = dynamic(async () => (await import("@/features/notifications/components/notification-offer")).NotificationOffer, { ssr: false });

/** Recordings on their way, with how far each is; of many those that most want to be seen, until the reader wants all. */
export function UploadList() {
  const t = useTranslations("upload");
  const uploads = useUploads().filter(({ status }) => status !== "cancelled");
  const [all, setAll] = useState(false);
  const queue = useUploadQueue();
  const moving = uploads.filter(({ status }) => status === "waiting" || status === "sending");
  if (uploads.length === 0) return null;
  return (
    <>
      <section aria-label={t("list")} className="appearing mb-6 rounded-lg border border-rule bg-surface">
        <ul className="divide-y divide-rule">
          {(all ? uploads : atAGlance(uploads)).map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
        {uploads.length > GLANCE && <Many uploads={uploads} all={all} onToggle={() => setAll(!all)} />}
        {moving.length > 0 && (
          <p className="border-t border-rule px-4 py-2 text-xs text-ink-muted">
            {t(moving.every(({ file }) => file && queue.isKept(file)) ? "sharedKept" : "keepOpen")}
          </p>
        )}
      </section>
      {uploads.some(({ status }) => status === "received") && <NotificationOffer />}
    </>
  );
}

/** How many there are of each kind, and the way to all rows. */
function Many({ uploads, all, onToggle }: { uploads: readonly Upload[]; all: boolean; onToggle: () => void }) {
  const t = useTranslations("upload");
  const queue = useUploadQueue();
  const of = (wanted: Upload["status"]) => uploads.filter(({ status }) => status === wanted);
  const received = of("received");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-rule px-4 py-2">
      <p className="tabular mr-auto text-xs text-ink-muted">{t("counts", { waiting: of("waiting").length, received: received.length, failed: of("failed").length })}</p>
      {received.length > 0 && (
        <Button size="sm" look="quiet" onClick={() => received.forEach(({ id }) => queue.dismiss(id))}>
          {t("dismissReceived")}
        </Button>
      )}
      <Button size="sm" look="quiet" aria-expanded={all} onClick={onToggle}>
        {all ? t("showFew") : t("showAll", { count: uploads.length })}
      </Button>
    </div>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const t = useTranslations("upload");
  const formats = useFormats();
  const complaint = useComplaint();
  const queue = useUploadQueue();
  const choose = useChooseFiles();
  const { id, title, size, status, sent, rate, trying, error, meeting } = upload;
  const share = size > 0 ? sent / size : 1;
  const amount = t("sentOf", { sent: formats.size(sent), total: formats.size(size) });
  const under = status === "waiting" || status === "sending" || status === "paused" || status === "interrupted";

  const line = () => {
    if (status === "waiting") return t("waiting");
    if (status === "received") return t("received");
    if (status === "failed") return complaint(error);
    if (status === "paused") return `${t("paused")} · ${amount}`;
    if (status === "interrupted") return `${t("interrupted")} · ${amount}`;
    if (trying) return `${t("trying")} · ${amount}`;
    if (sent >= size) return t("checking");
    const parts = [amount];
    if (rate !== null && rate > 0) {
      parts.push(t("rate", { rate: formats.size(rate) }));
      parts.push(t("timeLeft", { time: formats.wait((size - sent) / rate) }));
    }
    return parts.join(" · ");
  };

  return (
    <li className="px-4 py-3" data-upload={status}>
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate font-semibold">{title}</p>
          <p className={`tabular text-xs ${status === "failed" ? "text-loss" : "text-ink-muted"}`} role={status === "failed" ? "alert" : undefined}>
            {line()}
          </p>
        </div>
        {(status === "sending" || status === "paused" || status === "interrupted") && (
          <span className="tabular shrink-0 font-semibold">{formats.percent(sent >= size ? 0.99 : share)}</span>
        )}
        {status === "received" && meeting && (
          <Link href={`/meetings/${meeting.id}`} className="inline-flex shrink-0 items-center gap-1.5 rounded-md px-2 py-1 font-semibold text-accent hover:bg-hover">
            <Icon name="check" className="text-done" />
            {t("open")}
          </Link>
        )}
        {status === "failed" && mayPass(error) && (
          <Button size="sm" onClick={() => queue.retry(id)}>
            {t("retry")}
          </Button>
        )}
        {status === "interrupted" && (
          <Button size="sm" onClick={choose}>
            {t("chooseAgain")}
          </Button>
        )}
        {status === "sending" && <IconButton icon="pause" label={t("pauseOne", { title })} onClick={() => queue.pause(id)} />}
        {status === "paused" && <IconButton icon="play" label={t("resumeOne", { title })} onClick={() => queue.retry(id)} />}
        {under ? (
          <IconButton icon="close" label={t("cancelOne", { title })} onClick={() => queue.cancel(id)} />
        ) : (
          <IconButton icon="close" label={t("dismiss", { title })} onClick={() => queue.dismiss(id)} />
        )}
      </div>
      {under && sent > 0 && <Progress share={share} label={t("progressOf", { title })} className="mt-2" />}
    </li>
  );
}
