"use client";

import { useTranslations } from "next-intl";

import { Button } from "./button";
import { Notice } from "./notice";

interface NotReadProps {
  /** Why, in the reader's language. */
  why: string;
  onAgain: () => void;
}

/** What a screen is about could not be read: says why, and offers to try again. */
export function NotRead({ why, onAgain }: NotReadProps) {
  const t = useTranslations("errors");
  return (
    <Notice
      kind="loss"
      announce
      action={
        <Button size="sm" onClick={onAgain}>
          {t("tryAgain")}
        </Button>
      }
    >
      {why}
    </Notice>
  );
}
