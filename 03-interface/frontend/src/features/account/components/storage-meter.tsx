"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Notice } from "@/ui/notice";
import { Progress } from "@/ui/progress";

import { accountKeys, readOwnSession } from "../api/account";

/** How much of the storage one's recordings take, of how much. */
export function StorageMeter() {
  const t = useTranslations("account");
  const api = useApi();
  const formats = useFormats();
  const complaint = useComplaint();
  const { data, error } = useQuery({ queryKey: accountKeys.storage, queryFn: ({ signal }) => readOwnSession(api, signal) });
  if (error) return <Notice kind="loss">{complaint(error)}</Notice>;
  if (!data) return <div aria-busy className="h-6 animate-pulse rounded-md bg-sunken" />;
  const used = formats.size(data.recordings_bytes);
  const limit = data.effective_quota_bytes;
  return (
    <>
      <p className="tabular">{limit > 0 ? t("storedOf", { used, limit: formats.size(limit) }) : t("stored", { used })}</p>
      {limit > 0 && <Progress share={data.recordings_bytes / limit} label={t("storage")} className="mt-2" />}
    </>
  );
}
