"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

import { KeptRecordings } from "./kept-recordings";
import { RecorderDesk } from "./recorder-desk";
import { RecorderSetup } from "./recorder-setup";
import { useRecorder, useRecorderState, useRecordings } from "../hooks/recorder-provider";
import type { Trouble } from "../recorder";
import { hindrance } from "../sound";

/** What went on all the same is no loss. */
const WENT_ON: ReadonlySet<Trouble> = new Set(["switched", "tabEnded", "elsewhere", "tabRefused", "tabSilent"]);

const never = () => () => undefined;

/** Recording a meeting in the browser: what is asked before, the recording itself, and what earlier ones left. */
export function RecordScreen() {
  const t = useTranslations("recorder");
  const ready = useRecordings();
  const { phase, recording, trouble } = useRecorderState();
  // Known in the browser only.
  const standing = useSyncExternalStore<Trouble | null>(never, hindrance, () => null);
  return (
    <>
      <h1 className="mb-2 text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mb-6 max-w-2xl text-ink-soft">{t("lead")}</p>
      {ready && <Told trouble={trouble ?? standing} lasting={trouble === null} />}
      {!ready ? (
        <div aria-busy className="h-96 max-w-2xl animate-pulse rounded-lg bg-sunken" />
      ) : recording !== null && phase !== "idle" ? (
        <>
          <RecorderDesk recording={recording} />
          <div className="mt-10">
            <KeptRecordings />
          </div>
        </>
      ) : (
        <>
          <KeptRecordings />
          <RecorderSetup impossible={standing !== null} />
        </>
      )}
    </>
  );
}

function Told({ trouble, lasting }: { trouble: Trouble | null; lasting: boolean }) {
  const t = useTranslations("recorder");
  const recorder = useRecorder();
  if (trouble === null) return null;
  return (
    <div className="mb-6 max-w-2xl">
      <Notice
        kind={WENT_ON.has(trouble) ? "doubt" : "loss"}
        announce
        action={
          !lasting && (
            <Button size="sm" look="quiet" onClick={() => recorder.forgive()}>
              {t("close")}
            </Button>
          )
        }
      >
        {t(`troubles.${trouble}`)}
      </Notice>
    </div>
  );
}
