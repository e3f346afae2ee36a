"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { isTaken } from "@/features/playback/hooks/use-playback-keys";
import { clock } from "@/language/formats";
import { Button } from "@/ui/button";
import { Field, TextArea } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";

import { LevelMeter } from "./level-meter";
import { MarkerList } from "./marker-list";
import { MicrophoneField } from "./microphone-field";
import { SafetyLine } from "./safety-line";
import { useRecorder, useRecorderState } from "../hooks/recorder-provider";
import { useElapsed } from "../hooks/use-elapsed";
import type { KeptRecording } from "../kept";

const DiscardDialog = onDemand(async () => (await import("./discard-dialog")).DiscardDialog);

/** A recording being made: how long, how loud, how safe; what to mark and to write meanwhile. */
export function RecorderDesk({ recording }: { recording: KeptRecording }) {
  const t = useTranslations("recorder");
  const recorder = useRecorder();
  const { phase, microphone, hearsTab } = useRecorderState();
  const [quiet, setQuiet] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const [told, setTold] = useState("");
  const running = phase === "recording";
  const ending = phase === "ending";

  const mark = () => {
    const marker = recorder.mark();
    if (marker) setTold(t("marked", { time: clock(marker.at) }));
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.key.toLowerCase() !== "m" || isTaken(event.target, "m")) return;
      event.preventDefault();
      const marker = recorder.mark();
      if (marker) setTold(t("marked", { time: clock(marker.at) }));
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [recorder, t]);

  return (
    <section aria-label={t("desk")} className="grid gap-x-10 gap-y-8 wide:grid-cols-[minmax(0,6fr)_minmax(0,5fr)]">
      <div className="flex flex-col gap-5">
        <div className="flex flex-col gap-4 rounded-lg border border-rule bg-surface p-5" data-recorder={phase}>
          <p className="flex items-baseline gap-3">
            <Elapsed />
            <span role="status" className="font-semibold text-ink-soft">
              {ending ? t("ending") : running ? t("recording") : t("paused")}
            </span>
          </p>
          <LevelMeter running={running} onQuiet={setQuiet} />
          <p className="tabular min-h-11 text-ink-muted">
            <SafetyLine id={recording.id} />
          </p>
          <div className="flex flex-wrap gap-2">
            {running ? (
              <Button icon="pause" className="min-w-32" onClick={() => recorder.pause()}>
                {t("pause")}
              </Button>
            ) : (
              <Button icon="play" className="min-w-32" disabled={ending} onClick={() => void recorder.resume()}>
                {t("resume")}
              </Button>
            )}
            <Button icon="flag" disabled={ending} title={t("markKey")} onClick={mark}>
              {t("mark")}
            </Button>
            <Button look="primary" icon="stop" disabled={ending} onClick={() => void recorder.end()}>
              {t("end")}
            </Button>
          </div>
          <p role="status" className="sr-only">
            {told}
          </p>
        </div>
        {running && quiet && (
          <Notice kind="doubt" announce>
            {t("quiet")}
          </Notice>
        )}
        <MicrophoneField value={microphone} onChange={(chosen) => void recorder.hear(chosen)} allowed />
        {hearsTab && <p className="text-ink-muted">{t("withTab")}</p>}
        <Button look="quiet" size="sm" icon="trash" className="self-start" disabled={ending} onClick={() => setDiscarding(true)}>
          {t("discard")}
        </Button>
      </div>
      <div className="flex flex-col gap-6">
        <Field
          label={t("meetingTitle")}
          value={recording.title}
          maxLength={200}
          autoComplete="off"
          disabled={ending}
          onChange={(event) => recorder.describe({ title: event.target.value })}
        />
        <TextArea label={t("notes")} hint={t("notesHint")} value={recording.notes} maxLength={50_000} disabled={ending} onChange={(event) => recorder.describe({ notes: event.target.value })} />
        <section>
          <h2 className="mb-2 text-sm font-semibold">{t("markers")}</h2>
          <MarkerList markers={recording.markers} onChange={(markers) => recorder.describe({ markers })} />
        </section>
      </div>
      {discarding && <DiscardDialog title={recording.title} onClose={() => setDiscarding(false)} onDiscard={() => void recorder.discard()} />}
    </section>
  );
}

function Elapsed() {
  const t = useTranslations("recorder");
  const elapsed = useElapsed();
  return (
    <span role="timer" aria-label={t("elapsed")} className="tabular text-2xl font-semibold tracking-tight">
      {clock(elapsed)}
    </span>
  );
}
