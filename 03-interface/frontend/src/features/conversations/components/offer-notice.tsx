"use client";

import { useTranslations } from "next-intl";

import { useOffer } from "../hooks/use-conversations";

/** Who answers: a model, by its name, or nobody, so that the best passages are the answer. */
export function OfferNotice() {
  const t = useTranslations("conversations.offer");
  const offer = useOffer();
  if (!offer) return null;
  return (
    <p className="text-xs text-ink-muted">
      {offer.model === null ? t("passages") : t.rich("model", { model: () => <bdi className="font-semibold">{offer.model}</bdi> })}
      {!offer.meaning && <> {t("words")}</>}
    </p>
  );
}
