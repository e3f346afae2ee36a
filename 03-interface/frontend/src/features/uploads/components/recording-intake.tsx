"use client";

import { useTranslations } from "next-intl";
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

import { Icon } from "@/ui/icons";

import { UploadDialog } from "./upload-dialog";
import { useUploadQueue } from "../hooks/uploads";

const ChooseContext = createContext<() => void>(() => undefined);

/** Opens the choice of files. */
export function useChooseFiles(): () => void {
  return useContext(ChooseContext);
}

/** Takes recordings dropped anywhere on the screen, or chosen from a list of files. */
export function RecordingIntake({ children }: { children: ReactNode }) {
  const t = useTranslations("upload");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [files, setFiles] = useState<readonly File[]>([]);
  const queue = useUploadQueue();
  /** What goes on with an upload that was interrupted needs no further question. */
  const take = useCallback((chosen: readonly File[]) => setFiles(chosen.filter((file) => !queue.goOn(file))), [queue]);
  const choose = useMemo(() => () => input.current?.click(), []);

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
      take([...(event.dataTransfer?.files ?? [])]);
    };
    const events = { dragenter: enter, dragleave: leave, dragover: hold, drop } as const;
    for (const [name, handle] of Object.entries(events)) window.addEventListener(name as keyof typeof events, handle);
    return () => {
      for (const [name, handle] of Object.entries(events)) window.removeEventListener(name as keyof typeof events, handle);
    };
  }, [take]);

  return (
    <ChooseContext value={choose}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t("choose")}
        accept="audio/*,video/*,.mkv,.opus,.m4a,.amr,.wma,.ts,.mts"
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
      {files.length > 0 && <UploadDialog key={files.map(({ name }) => name).join()} files={files} onClose={() => setFiles([])} />}
    </ChooseContext>
  );
}
