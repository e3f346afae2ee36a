"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent, Ref } from "react";

import type { Minutes } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

import { GrowingText } from "./growing-text";
import { drafts } from "../drafts";
import { useKeptText } from "../hooks/use-kept-text";

interface KeptTextProps {
  field: string;
  label: string;
  value: string;
  section: string | null;
  editable: boolean;
  longest: number;
  keep: (text: string, base: string) => Promise<Minutes>;
  onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>, flush: () => void) => void;
  className?: string;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A text of the minutes: typed where it stands and kept by itself. What cannot be kept stays, with the reason and what to do. */
export function KeptText({ field, label, value, section, editable, longest, keep, onKeyDown, className = "", ref }: KeptTextProps) {
  const t = useTranslations("minutes");
  const complaint = useComplaint();
  const { text, type, flush, trouble, theirs, take, insist } = useKeptText({ field, value, section, keep });

  if (!editable) {
    return (
      <>
        <p className={`px-1.5 py-0.5 break-words whitespace-pre-wrap ${className}`}>{value}</p>
        {text.trim() !== value && (
          <div className="my-1.5">
            <Notice
              kind="doubt"
              announce
              action={
                <Button size="sm" onClick={() => drafts.drop(field)}>
                  {t("text.drop")}
                </Button>
              }
            >
              <p>{t("text.closed")}</p>
              <p className="mt-1 font-semibold whitespace-pre-wrap">{text}</p>
            </Notice>
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <GrowingText
        ref={ref}
        label={label}
        value={text}
        maxLength={longest}
        onChange={(event) => type(event.target.value)}
        onBlur={flush}
        onKeyDown={(event) => onKeyDown?.(event, flush)}
        className={className}
      />
      {theirs !== null && (
        <div className="my-1.5">
          <Notice
            kind="doubt"
            announce
            action={
              <span className="flex gap-2">
                <Button size="sm" onClick={take}>
                  {t("text.takeTheirs")}
                </Button>
                <Button size="sm" look="primary" onClick={insist}>
                  {t("text.keepMine")}
                </Button>
              </span>
            }
          >
            <p>{t("text.changedMeanwhile")}</p>
            <p className="mt-1 font-semibold whitespace-pre-wrap">{theirs}</p>
          </Notice>
        </div>
      )}
      {trouble !== null && (
        <p role="alert" className="flex flex-wrap items-center gap-x-2 px-1.5 text-xs text-loss">
          {complaint(trouble)}
          <button type="button" onClick={flush} className="rounded-sm font-semibold underline">
            {t("text.tryAgain")}
          </button>
        </p>
      )}
    </>
  );
}
