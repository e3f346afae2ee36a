"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useApi, useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Notice } from "@/ui/notice";

import { LimitsPart } from "./limits-part";
import { ServicesPart } from "./services-part";
import { StoragePart } from "./storage-part";
import { WorkPart } from "./work-part";
import { WorkersPart } from "./workers-part";
import { readSystem, systemKey } from "../api/system";

const LOOK_AGAIN_MS = 10_000;

/** How the installation is: what answers, who works, how it goes, what is stored, what is set. */
export function SystemScreen() {
  const t = useTranslations("system");
  const api = useApi();
  const complaint = useComplaint();
  const state = useSessionState();
  const administrator = state.status === "open" && state.session.account.role === "administrator";
  const { data, error, isPending } = useQuery({
    queryKey: systemKey,
    queryFn: ({ signal }) => readSystem(api, signal),
    refetchInterval: LOOK_AGAIN_MS,
    enabled: administrator,
  });
  return (
    <>
      <h1 className="mb-2 text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mb-6 max-w-2xl text-ink-muted">{t("lead")}</p>
      {state.status === "open" && !administrator && <Notice kind="plain">{t("forAdministrators")}</Notice>}
      {error && (
        <Notice kind="loss" announce>
          {complaint(error)}
        </Notice>
      )}
      {administrator && isPending && <div aria-busy className="h-72 animate-pulse rounded-md bg-sunken" />}
      {data && (
        <>
          <ServicesPart services={data.services} release={data.release} />
          <WorkPart work={data.work} />
          <WorkersPart workers={data.workers} />
          <StoragePart storage={data.storage} />
          <LimitsPart limits={data.limits} />
        </>
      )}
    </>
  );
}
