"use client";

import { useTranslations } from "next-intl";
import { useCallback, useRef } from "react";

import type { Person } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";

import { useEnrol } from "../hooks/use-enrol";
import { useTake } from "../hooks/use-take";
import { extensionOf } from "../microphone";

/** Seconds after which there is most likely enough: ten of clear speech are needed, and people pause. */
const ENOUGH = 20;

/** Records some of a person's voice, shows how loud it is, and sends it to be learnt. */
export function MicrophoneDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("people.microphone");
  const formats = useFormats();
  const complaint = useComplaint();
  const meter = useRef<HTMLDivElement>(null);
  const onLevel = useCallback((level: number) => {
    if (meter.current) meter.current.style.width = `${level * 100}%`;
  }, []);
  const { state, start, finish } = useTake(onLevel);
  const enrol = useEnrol(person.id);
  const send = (sound: Blob) =>
    enrol.mutate({ file: sound, name: `${t("fileName")}.${extensionOf(sound.type)}` }, { onSuccess: onClose });

  return (
    <Dialog title={t("title", { name: person.name })} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {enrol.error && (
          <Notice kind="loss" announce>
            {complaint(enrol.error)} {t("kept")}
          </Notice>
        )}
        {state.step === "unable" ? (
          <Notice kind="plain" announce>
            {t(`faults.${state.fault}`)}
          </Notice>
        ) : (
          state.step !== "recorded" && <p className="text-ink-soft">{t("lead")}</p>
        )}
        {(state.step === "ready" || state.step === "asking" || state.step === "recording") && (
          <blockquote className="rounded-lg bg-sunken px-4 py-3 text-reading text-ink">{t("reading")}</blockquote>
        )}
        {state.step === "recording" && (
          <div>
            <p role="timer" className="tabular mb-1.5 flex justify-between text-ink-soft">
              <span>{state.seconds < ENOUGH ? t("goOn") : t("enough")}</span>
              <span>{formats.clock(state.seconds)}</span>
            </p>
            <div aria-hidden className="h-2 overflow-hidden rounded-full bg-rule">
              <div ref={meter} className="h-full w-0 rounded-full bg-accent" />
            </div>
          </div>
        )}
        {state.step === "recorded" && (
          <div>
            <p aria-live="polite" className="mb-2 text-ink-soft">
              {t(state.seconds < ENOUGH / 2 ? "short" : "listen", { time: formats.duration(state.seconds) })}
            </p>
            <audio controls src={state.address} aria-label={t("recording")} className="w-full" />
          </div>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          {(state.step === "ready" || state.step === "asking" || state.step === "unable") && (
            <Button look="primary" icon="microphone" disabled={state.step === "asking"} onClick={() => void start()}>
              {state.step === "unable" ? t("tryAgain") : t("start")}
            </Button>
          )}
          {state.step === "recording" && (
            <Button look="primary" onClick={() => void finish()}>
              {t("finish")}
            </Button>
          )}
          {state.step === "recorded" && (
            <>
              <Button icon="microphone" disabled={enrol.isPending} onClick={() => void start()}>
                {t("again")}
              </Button>
              <Button look="primary" disabled={enrol.isPending} onClick={() => send(state.sound)}>
                {t("send")}
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
