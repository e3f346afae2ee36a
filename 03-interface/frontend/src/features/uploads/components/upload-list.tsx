"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import { mayPass } from "@/api/problem";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Progress } from "@/ui/progress";

import { useUploadQueue, useUploads } from "../hooks/uploads";
import type { Upload } from "../queue";

/** Recordings on their way, with how far each is. */
export function UploadList() {
  const t = useTranslations("upload");
  const uploads = useUploads().filter(({ status }) => status !== "cancelled");
  if (uploads.length === 0) return null;
  return (
    <section aria-label={t("list")} className="appearing mb-6 rounded-lg border border-rule bg-surface">
      <ul className="divide-y divide-rule">
        {uploads.map((upload) => (
          <UploadRow key={upload.id} upload={upload} />
        ))}
      </ul>
      {uploads.some(({ status }) => status === "waiting" || status === "sending") && (
        <p className="border-t border-rule px-4 py-2 text-xs text-ink-muted">{t("keepOpen")}</p>
      )}
    </section>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const t = useTranslations("upload");
  const formats = useFormats();
  const complaint = useComplaint();
  const queue = useUploadQueue();
  const { id, file, details, status, sent, rate, error, meeting } = upload;
  const share = file.size > 0 ? sent / file.size : 1;
  const title = details.title ?? file.name;

  const line = () => {
    if (status === "waiting") return t("waiting");
    if (status === "received") return t("received");
    if (status === "failed") return complaint(error);
    if (sent >= file.size) return t("checking");
    const parts = [t("sentOf", { sent: formats.size(sent), total: formats.size(file.size) })];
    if (rate !== null && rate > 0) {
      parts.push(t("rate", { rate: formats.size(rate) }));
      parts.push(t("timeLeft", { time: formats.wait((file.size - sent) / rate) }));
    }
    return parts.join(" · ");
  };

  return (
    <li className="px-4 py-3">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate font-semibold">{title}</p>
          <p className={`tabular text-xs ${status === "failed" ? "text-loss" : "text-ink-muted"}`} role={status === "failed" ? "alert" : undefined}>
            {line()}
          </p>
        </div>
        {status === "sending" && <span className="tabular shrink-0 font-semibold">{formats.percent(sent >= file.size ? 0.99 : share)}</span>}
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
        {status === "waiting" || status === "sending" ? (
          <IconButton icon="close" label={t("cancelOne", { title })} onClick={() => queue.cancel(id)} />
        ) : (
          <IconButton icon="close" label={t("dismiss", { title })} onClick={() => queue.dismiss(id)} />
        )}
      </div>
      {status === "sending" && <Progress share={share} label={t("progressOf", { title })} className="mt-2" />}
    </li>
  );
}
