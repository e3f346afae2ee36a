"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import type { Marker } from "@/api/types";
import { usePlayback } from "@/features/playback/hooks/playback-provider";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { clock } from "@/language/formats";
import { Button, IconButton } from "@/ui/button";
import { INPUT, TextArea } from "@/ui/field";
import { Icon } from "@/ui/icons";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { useChangeNotes, useNotes } from "../hooks/use-notes";

/** What somebody wrote down and marked in a meeting; a marked moment is heard where it was. */
export function NotesPanel({ meetingId }: { meetingId: string }) {
  const complaint = useComplaint();
  const { silent } = usePlayback();
  const { data, error } = useNotes(meetingId);
  if (error && !data)
    return (
      <Notice kind="loss" announce>
        {complaint(error)}
      </Notice>
    );
  if (!data) return <div aria-busy className="h-40 animate-pulse rounded-md bg-sunken" />;
  return (
    <div className="flex flex-col gap-6">
      <NotesText key={meetingId} meetingId={meetingId} text={data.text} />
      {!silent && <Markers meetingId={meetingId} markers={data.markers} />}
    </div>
  );
}

/** Milliseconds without a key after which the text is kept. */
const PAUSE_MS = 800;

function NotesText({ meetingId, text }: { meetingId: string; text: string }) {
  const t = useTranslations("notes");
  const { mutate, isPending } = useChangeNotes(meetingId);
  const [draft, setDraft] = useState(text);
  const [seen, setSeen] = useState(text);
  const [told, setTold] = useState("");
  const waiting = useRef<{ timer: ReturnType<typeof setTimeout>; keep: () => void } | null>(null);

  // Written elsewhere meanwhile: shown where nothing was typed here.
  if (seen !== text) {
    setSeen(text);
    if (draft === seen) setDraft(text);
  }

  const write = (next: string) => {
    setDraft(next);
    clearTimeout(waiting.current?.timer);
    const keep = () => {
      waiting.current = null;
      mutate({ text: next }, { onSuccess: () => setTold(t("saved")), onError: () => setTold("") });
    };
    waiting.current = { timer: setTimeout(keep, PAUSE_MS), keep };
  };
  const flush = () => {
    clearTimeout(waiting.current?.timer);
    waiting.current?.keep();
  };
  // Whoever leaves within that pause wrote it all the same.
  useEffect(
    () => () => {
      clearTimeout(waiting.current?.timer);
      waiting.current?.keep();
    },
    [],
  );

  return (
    <div>
      <TextArea label={t("text")} value={draft} placeholder={t("placeholder")} maxLength={50_000} onChange={(event) => write(event.target.value)} onBlur={flush} />
      <p role="status" className="mt-1 min-h-5 text-xs text-ink-muted">
        {isPending ? t("saving") : told}
      </p>
    </div>
  );
}

function Markers({ meetingId, markers }: { meetingId: string; markers: readonly Marker[] }) {
  const t = useTranslations("notes");
  const playback = usePlayback();
  const say = useSay();
  const { mutate } = useChangeNotes(meetingId);
  const [now, setNow] = useState(() => Math.floor(playback.time));
  useEffect(() => playback.onTime((time) => setNow(Math.floor(time))), [playback]);

  const write = (next: readonly Marker[]) => mutate({ markers: [...next] });
  const remove = (at: number) => {
    const gone = markers[at];
    if (!gone) return;
    write(markers.filter((_, place) => place !== at));
    say(t("removed", { time: clock(gone.at) }), { label: t("undo"), run: () => write(markers) });
  };
  const listen = (at: number) => {
    playback.seek(at);
    playback.play();
  };

  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 className="font-semibold">{t("markers")}</h2>
        <Button size="sm" icon="flag" className="tabular" onClick={() => write([...markers, { at: Math.round(playback.time * 10) / 10, word: "" }])}>
          {t("mark", { time: clock(now) })}
        </Button>
      </div>
      {markers.length === 0 ? (
        <p className="text-ink-muted">{t("none")}</p>
      ) : (
        <ol className="flex flex-col gap-1.5">
          {markers.map((marker, at) => (
            <li key={`${marker.at} ${at}`} className="flex items-center gap-1.5">
              <button
                type="button"
                aria-label={t("playFrom", { time: clock(marker.at) })}
                onClick={() => listen(marker.at)}
                className="tabular inline-flex h-9 shrink-0 items-center gap-1 rounded-md px-1.5 text-accent hover:bg-hover"
              >
                <Icon name="play" size={14} />
                {clock(marker.at)}
              </button>
              <input
                key={marker.word}
                aria-label={t("word", { time: clock(marker.at) })}
                placeholder={t("wordHint")}
                defaultValue={marker.word}
                maxLength={200}
                autoComplete="off"
                onBlur={(event) => {
                  const word = event.target.value.trim();
                  if (word !== marker.word) write(markers.map((one, place) => (place === at ? { ...one, word } : one)));
                }}
                onKeyDown={(event) => {
                  if (event.key === "Enter") event.currentTarget.blur();
                }}
                className={`${INPUT} h-9 min-w-0 flex-1 px-2`}
              />
              <IconButton icon="close" label={t("remove", { time: clock(marker.at) })} onClick={() => remove(at)} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
