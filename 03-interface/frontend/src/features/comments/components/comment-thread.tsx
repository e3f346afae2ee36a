"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Comment, Transcript } from "@/api/types";
import { usePlayback } from "@/features/playback/hooks/playback-provider";
import { settleInView } from "@/features/transcripts/hooks/use-follow";
import { reachShown } from "@/features/transcripts/hooks/use-places";
import { clock } from "@/language/formats";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";

import { useCommenting } from "../hooks/use-comments";
import type { Thread } from "../placing";
import { ColourChoice } from "./colour-choice";

interface CommentThreadProps {
  thread: Thread;
  transcript: Transcript;
  editable: boolean;
  /** The reader goes to the words: what covers them makes way. */
  onGo: () => void;
}

/** One comment with its answers, the way to its words, and what can be done with it. */
export function CommentThread({ thread: { comment, answers, place }, transcript, editable, onGo }: CommentThreadProps) {
  const t = useTranslations("comments");
  const playback = usePlayback();
  const { answer, change, remove, isPending } = useCommenting(transcript.meeting_id);
  const [writing, setWriting] = useState<"answer" | "text" | null>(null);
  const { id, kind, colour, start, end, quote, resolved_at: resolved } = comment;
  const time = clock(start);
  const utterance = place ? transcript.utterances[place.utterance] : undefined;
  const words = quote || utterance?.text || "";

  const go = () => {
    playback.seek(start);
    onGo();
    if (!place) return;
    reachShown(place.utterance, (element) => {
      settleInView(element);
      requestAnimationFrame(() => element.focus({ preventScroll: true }));
    });
  };
  return (
    <li className={`py-3 first:pt-0 ${resolved ? "text-ink-muted" : ""}`}>
      <div className="flex items-start gap-1">
        <button type="button" onClick={go} className="min-w-0 flex-1 rounded-sm text-left hover:text-accent">
          <span className="sr-only">{t("goTo")} </span>
          <span className="tabular flex items-center gap-1.5 text-xs text-ink-muted">
            {colour && <span data-mark={colour} aria-hidden className="mark-swatch size-3 rounded-full" />}
            {kind === "check" && <Icon name="flag" size={14} className="text-doubt" />}
            {time}
            {kind === "highlight" && colour ? ` · ${t(`colours.${colour}`)}` : ""}
            {kind === "check" ? ` · ${t("toCheck")}` : ""}
            {place === null ? ` · ${t("unplaced")}` : ""}
          </span>
          {words && (
            <span lang={transcript.language} dir="auto" className="mt-0.5 line-clamp-2 break-words text-ink-soft">
              {words}
            </span>
          )}
        </button>
        {!playback.silent && (
          <IconButton icon="play" label={t("play", { time })} className="size-8!" onClick={() => playback.playSpan({ start, end: Math.max(end, start + 1) })} />
        )}
        {editable && (
          <Menu trigger={<IconButton icon="more" label={t("actions", { time })} className="size-8!" />}>
            {kind === "comment" && (
              <MenuItem icon="pencil" onSelect={() => setWriting("text")}>
                {t("change")}
              </MenuItem>
            )}
            <MenuItem icon={resolved ? "undo" : "check"} onSelect={() => change(id, { resolved: !resolved })}>
              {resolved ? t("reopen") : t("settle")}
            </MenuItem>
            <MenuRule />
            <MenuItem icon="trash" onSelect={() => remove(comment)}>
              {t("delete")}
            </MenuItem>
          </Menu>
        )}
      </div>
      {writing === "text" ? (
        <Writing
          label={t("text")}
          first={comment.text}
          disabled={isPending}
          onCancel={() => setWriting(null)}
          onSave={(text) => change(id, { text }, () => setWriting(null))}
        />
      ) : (
        <Said comment={comment} />
      )}
      {answers.map((one) => (
        <div key={one.id} className="mt-2 flex items-start gap-1 border-l-2 border-rule pl-3">
          <div className="min-w-0 flex-1">
            <Said comment={one} />
          </div>
          {editable && <IconButton icon="trash" label={t("deleteAnswer", { name: one.by ?? t("unknownPerson") })} className="size-7! text-ink-muted" onClick={() => remove(one)} />}
        </div>
      ))}
      {editable && colour && <ColourChoice chosen={colour} onChoose={(next) => change(id, { colour: next })} />}
      {editable &&
        (writing === "answer" ? (
          <Writing label={t("answerText")} first="" disabled={isPending} onCancel={() => setWriting(null)} onSave={(text) => answer(id, text, () => setWriting(null))} />
        ) : (
          <Button size="sm" look="quiet" className="mt-1 -ml-2.5" onClick={() => setWriting("answer")}>
            {t("answer")}
          </Button>
        ))}
    </li>
  );
}

function Said({ comment }: { comment: Comment }) {
  const t = useTranslations("comments");
  const formats = useFormats();
  return (
    <div className="mt-1">
      {comment.text && (
        <p dir="auto" className="break-words whitespace-pre-wrap text-ink">
          {comment.text}
        </p>
      )}
      <p className="text-xs text-ink-muted">
        {[comment.by ?? t("unknownPerson"), formats.moment(comment.created_at), ...(comment.edited_at ? [t("edited")] : []), ...(comment.resolved_at ? [t("settled")] : [])].join(" · ")}
      </p>
    </div>
  );
}

interface WritingProps {
  label: string;
  first: string;
  disabled: boolean;
  onSave: (text: string) => void;
  onCancel: () => void;
}

function Writing({ label, first, disabled, onSave, onCancel }: WritingProps) {
  const t = useTranslations("comments");
  const [text, setText] = useState(first);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) onSave(text);
  };
  return (
    <form onSubmit={submit} className="mt-2 flex flex-col gap-2">
      <textarea
        aria-label={label}
        autoFocus
        rows={3}
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key === "Enter") submit(event);
          if (event.key !== "Escape") return;
          event.preventDefault(); // the sheet that it may be written in stays
          onCancel();
        }}
        className={`${INPUT} h-auto! w-full resize-y py-2`}
      />
      <div className="flex gap-2">
        <Button size="sm" look="primary" type="submit" disabled={disabled || !text.trim()}>
          {t("save")}
        </Button>
        <Button size="sm" look="quiet" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
