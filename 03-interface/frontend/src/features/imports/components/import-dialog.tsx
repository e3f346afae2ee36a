"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { TranscriptImport } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

import { ImportForm } from "./import-form";
import { ImportedTranscript } from "./imported-transcript";

/** Transcripts of other tools, one after the other: what may be said of the next, then what was understood of those before it. */
export function ImportDialog({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  const t = useTranslations("imports");
  const [at, setAt] = useState(0);
  const [imported, setImported] = useState<readonly TranscriptImport[]>([]);
  const file = files[at];

  const leaveOut = () => {
    if (at + 1 === files.length && imported.length === 0) onClose();
    else setAt(at + 1);
  };
  const take = (found: TranscriptImport) => {
    setImported([found, ...imported]);
    setAt(at + 1);
  };

  return (
    <Dialog title={t("title", { count: files.length })} onClose={onClose} wide stays>
      <div className="flex flex-col gap-5">
        {file && (
          <ImportForm
            key={at}
            file={file}
            place={files.length > 1 ? t("place", { at: at + 1, count: files.length }) : ""}
            onImported={take}
            onLeaveOut={files.length > 1 ? leaveOut : null}
            onClose={onClose}
          />
        )}
        <div role="status" className="empty:hidden">
          {imported.length > 0 && (
            <ul aria-label={t("imported")} className="flex flex-col divide-y divide-rule border-y border-rule">
              {imported.map((found) => (
                <ImportedTranscript key={found.meeting.id} found={found} last={!file} />
              ))}
            </ul>
          )}
        </div>
        {!file && (
          <Button look="quiet" className="self-end" onClick={onClose}>
            {t("done")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
