"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";
import { Progress } from "@/ui/progress";

import { consentOf } from "../consent";
import { EnrolmentLines } from "./enrolment-lines";
import { VoiceprintRow } from "./voiceprint-row";
import { useEnrol } from "../hooks/use-enrol";
import { useVoiceprints } from "../hooks/use-people";

const MicrophoneDialog = onDemand(async () => (await import("./microphone-dialog")).MicrophoneDialog);

/** What the voice is known by, and the ways to learn it. */
export function VoiceSection({ person }: { person: Person }) {
  const t = useTranslations("people.voice");
  const { data } = useVoiceprints(person.id);
  const may = consentOf(person).state === "given";
  return (
    <section aria-labelledby="voice">
      <h2 id="voice" className="mb-2 text-lg font-semibold">
        {t("title")}
      </h2>
      <p className="mb-4 max-w-xl text-ink-muted">{t("lead")}</p>
      {data && data.length > 0 && (
        <ul aria-label={t("list")} className="mb-4 divide-y divide-rule border-y border-rule">
          {data.map((voiceprint) => (
            <VoiceprintRow key={voiceprint.id} person={person} voiceprint={voiceprint} />
          ))}
        </ul>
      )}
      {data?.length === 0 && may && <p className="mb-4 text-ink-soft">{t("none")}</p>}
      <EnrolmentLines personId={person.id} />
      {may ? <Enrol person={person} /> : <Notice kind="plain">{t("needsConsent")}</Notice>}
    </section>
  );
}

function Enrol({ person }: { person: Person }) {
  const t = useTranslations("people.voice");
  const complaint = useComplaint();
  const input = useRef<HTMLInputElement>(null);
  const [recording, setRecording] = useState(false);
  const enrol = useEnrol(person.id);
  return (
    <div className="flex flex-col gap-3">
      {enrol.error && (
        <Notice kind="loss" announce>
          {complaint(enrol.error)}
        </Notice>
      )}
      {enrol.isPending && (
        <div>
          <p aria-live="polite" className="mb-1.5 text-ink-soft">
            {t("sending")}
          </p>
          <Progress share={null} label={t("sending")} />
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button icon="upload" disabled={enrol.isPending} onClick={() => input.current?.click()}>
          {t("fromFile")}
        </Button>
        <Button icon="microphone" onClick={() => setRecording(true)}>
          {t("fromMicrophone")}
        </Button>
        <input
          ref={input}
          type="file"
          accept="audio/*,video/*"
          hidden
          aria-label={t("fromFile")}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) enrol.mutate({ file, name: file.name });
            target.value = "";
          }}
        />
      </div>
      <p className="max-w-xl text-xs text-ink-muted">{t("howTo")}</p>
      {recording && <MicrophoneDialog person={person} onClose={() => setRecording(false)} />}
    </div>
  );
}
