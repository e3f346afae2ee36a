"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

import { isMoving, whatWaits } from "../waiting";

interface LeaveDialogProps {
  onStay: () => void;
  /** Signs out. Where that does not succeed, the reader is told and may press again. */
  onLeave: () => Promise<void>;
}

const LOOK_MS = 500;

/** Asked before somebody signs out of a device on which something of theirs waits: what that is, and whether to wait for it. */
export function LeaveDialog({ onStay, onLeave }: LeaveDialogProps) {
  const t = useTranslations("leaving");
  const [waiting, setWaiting] = useState(whatWaits);
  const [patient, setPatient] = useState(false);
  const [leaving, setLeaving] = useState(false);
  // What is left may need its person: waiting on does not help then.
  const moving = isMoving(waiting);
  const latest = useRef(onLeave);
  useEffect(() => {
    latest.current = onLeave;
  }, [onLeave]);

  useEffect(() => {
    const look = () => {
      const now = whatWaits();
      setWaiting(now);
      if (!patient || now.length > 0) return;
      clearInterval(looking);
      setPatient(false);
      void latest.current();
    };
    const looking = setInterval(look, LOOK_MS);
    return () => clearInterval(looking);
  }, [patient]);

  const leave = async () => {
    setLeaving(true);
    await onLeave();
    setLeaving(false);
  };

  return (
    <Dialog title={t("title")} onClose={onStay}>
      <div className="flex flex-col gap-4">
        {waiting.length === 0 ? <p>{t("nothingLeft")}</p> : <p>{t("lead")}</p>}
        <ul className="flex list-disc flex-col gap-1.5 pl-5 empty:hidden" aria-live="polite">
          {waiting.flatMap(({ what, moving: some, held }) => [
            some > 0 && <li key={what}>{t(`moving.${what}`, { count: some })}</li>,
            what !== "recording" && held > 0 && <li key={`${what} held`}>{t(`held.${what}`, { count: held })}</li>,
          ])}
        </ul>
        {waiting.length > 0 && <p className="text-ink-soft">{t("kept")}</p>}
        {patient && moving && (
          <p role="status" className="font-semibold">
            {t("patient")}
          </p>
        )}
        <div className="mt-1 flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onStay}>
            {t("stay")}
          </Button>
          <Button disabled={leaving} onClick={() => void leave()}>
            {waiting.length === 0 ? t("leave") : t("leaveAnyway")}
          </Button>
          {moving && !patient && (
            <Button look="primary" onClick={() => setPatient(true)}>
              {t("wait")}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
