"use client";

import { useTranslations } from "next-intl";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

import { Icon } from "@/ui/icons";
import { onDemand } from "@/ui/on-demand";
import { useSay } from "@/ui/toasts";

import { dropped, namedLikeTranscript, pasted } from "../gathered";
import { useUploadQueue } from "../hooks/uploads";
import { useLeftOut } from "../hooks/use-left-out";
import { useSharedFiles } from "../hooks/use-shared-files";
import { RECORDING_TYPES, TRANSCRIPT_TYPES } from "../types";

const UploadDialog = onDemand(async () => (await import("./upload-dialog")).UploadDialog);
const ImportDialog = onDemand(async () => (await import("@/features/imports/components/import-dialog")).ImportDialog);

/** Files that are asked about together. */
interface Batch {
  files: readonly File[];
  /** What lay beside them and is not taken; `null` of transcripts, which are imported. */
  leftOut: string | null;
}

const ChooseContext = createContext<() => void>(() => undefined);

/** Opens the choice of files. */
export function useChooseFiles(): () => void {
  return useContext(ChooseContext);
}

/**
 * Takes recordings dropped or pasted anywhere on the screen, whole folders too, chosen from a list of files, or shared by another application.
 * Transcripts of other tools among them are imported; in folders they are passed over, where such names mean anything.
 */
export function RecordingIntake({ children }: { children: ReactNode }) {
  const t = useTranslations("upload");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [batches, setBatches] = useState<readonly Batch[]>([]);
  const [answered, setAnswered] = useState(0);
  const queue = useUploadQueue();
  const leftOutOf = useLeftOut();
  const say = useSay();
  /** What goes on with an upload that was interrupted needs no further question. */
  const take = useCallback(
    (chosen: readonly File[], beside = "") => {
      const transcripts = chosen.filter(namedLikeTranscript);
      const recordings = chosen.filter((file) => !namedLikeTranscript(file) && !queue.goOn(file));
      const asked = [
        { files: recordings, leftOut: beside },
        { files: transcripts, leftOut: null },
      ].filter(({ files }) => files.length > 0);
      setBatches((before) => [...before, ...asked]);
      return asked.length > 0;
    },
    [queue],
  );
  const forgetShared = useSharedFiles(take);
  const choose = useMemo(() => () => input.current?.click(), []);

  const batch = batches[answered];
  const close = () => {
    setAnswered(answered + 1);
    // What was shared may be among those that are still to be asked about.
    if (answered + 1 === batches.length) forgetShared();
  };

  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hold = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (!event.dataTransfer) return;
      void dropped(event.dataTransfer).then((found) => {
        if (found.recordings.length === 0) say(leftOutOf(found));
        else take(found.recordings, leftOutOf(found));
      });
    };
    const paste = (event: ClipboardEvent) => {
      const found = event.clipboardData ? pasted(event.clipboardData) : [];
      if (found.length === 0) return;
      event.preventDefault();
      take(found);
    };
    const ended = new AbortController();
    const { signal } = ended;
    window.addEventListener("dragenter", enter, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("dragover", hold, { signal });
    window.addEventListener("drop", drop, { signal });
    window.addEventListener("paste", paste, { signal });
    return () => ended.abort();
  }, [take, leftOutOf, say]);

  return (
    <ChooseContext value={choose}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("choose")}
        accept={[...RECORDING_TYPES, ...TRANSCRIPT_TYPES].join()}
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      {over && (
        <div aria-hidden className="pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-lg border-2 border-dashed border-accent bg-accent-soft/90">
          <p className="flex items-center gap-3 text-lg font-semibold text-ink">
            <Icon name="upload" size={26} className="text-accent" />
            {t("dropHere")}
          </p>
        </div>
      )}
      {batch &&
        (batch.leftOut === null ? (
          <ImportDialog key={answered} files={batch.files} onClose={close} />
        ) : (
          <UploadDialog key={answered} files={batch.files} leftOut={batch.leftOut} onClose={close} />
        ))}
    </ChooseContext>
  );
}
