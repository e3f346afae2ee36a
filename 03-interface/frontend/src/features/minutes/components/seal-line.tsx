"use client";

import { useTranslations } from "next-intl";

import type { Minutes } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { useSay } from "@/ui/toasts";

/** Who approved or froze the minutes and when, and the seal by which a copy is known to say the same. */
export function SealLine({ minutes }: { minutes: Minutes }) {
  const t = useTranslations("minutes.seal");
  const formats = useFormats();
  const say = useSay();
  const { state, sha256 } = minutes;
  if (state === "draft") return null;
  const [at, by] = state === "frozen" ? [minutes.frozen_at, minutes.frozen_by] : [minutes.approved_at, minutes.approved_by];
  const copy = (seal: string) => navigator.clipboard.writeText(seal).then(() => say(t("copied")), () => say(t("notCopied")));
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-muted">
      {at != null && <p>{t(state, { moment: formats.moment(at), name: by ?? t("somebody") })}</p>}
      {state === "approved" && <p>{t("readOnly")}</p>}
      {sha256 != null && (
        <p className="flex min-w-0 items-center gap-1.5">
          {t("name")}
          <code className="min-w-0 font-mono break-all text-ink-soft" title={sha256}>
            {sha256}
          </code>
          <Button size="sm" look="quiet" onClick={() => void copy(sha256)}>
            {t("copy")}
          </Button>
        </p>
      )}
    </div>
  );
}
