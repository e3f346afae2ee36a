"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";

import type { Meeting, Transcript } from "@/api/types";
import { UndoProvider } from "@/features/corrections/hooks/undo-provider";
import { doubtsOf, spanToHear } from "@/features/doubts/doubts";
import { Player } from "@/features/playback/components/player";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { TranscriptReader } from "@/features/transcripts/components/transcript-reader";
import { TranscriptWorkspace } from "@/features/transcripts/components/transcript-workspace";
import type { VoiceActions } from "@/features/transcripts/components/voice-items";
import { voiceColour } from "@/features/transcripts/voices";
import { Button, IconButton } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";

import { MeetingPanel } from "./meeting-panel";

const Sheet = onDemand(async () => (await import("@/ui/dialog")).Dialog);
const UnplacedNotice = onDemand(async () => (await import("@/features/corrections/components/unplaced-notice")).UnplacedNotice);
const MergeDialog = onDemand(async () => (await import("@/features/corrections/components/merge-dialog")).MergeDialog);
const RenameDialog = onDemand(async () => (await import("@/features/corrections/components/rename-dialog")).RenameDialog);
const LearnDialog = onDemand(async () => (await import("@/features/people/components/learn-dialog")).LearnDialog);

/** Share of the whole recording that a tick is wide, however short what it stands for. */
const TICK = 0.004;

/** Where there is something to doubt, as ticks of one width. */
function ticks(utterances: Transcript["utterances"], seconds: number) {
  return utterances
    .filter((utterance) => doubtsOf(utterance).length > 0)
    .map((utterance) => {
      const { start } = spanToHear(utterance);
      return { start, end: start + seconds * TICK };
    });
}

interface ReadingProps {
  meeting: Meeting;
  transcript: Transcript;
  start: number | null;
  onRunAgain: () => void;
}

/** A meeting that has a transcript: its sound, its text, and what is known beside it. */
export function Reading({ meeting, transcript, start, onRunAgain }: ReadingProps) {
  const t = useTranslations("meetings");
  const [asking, setAsking] = useState<{ about: string; how: keyof VoiceActions } | null>(null);
  const [sheet, setSheet] = useState(false);
  const { speakers, utterances } = transcript;
  const editable = transcript.revision === meeting.revision;
  const asked = speakers.find(({ id }) => id === asking?.about);

  const lanes = useMemo(
    () =>
      speakers.map(({ id, number }) => ({
        id,
        colour: voiceColour(number),
        spans: utterances.filter(({ speaker_id: speaker }) => speaker === id),
      })),
    [speakers, utterances],
  );
  const doubts = useMemo(() => ticks(utterances, transcript.seconds), [utterances, transcript.seconds]);
  const voice = useMemo<VoiceActions | null>(() => {
    if (!editable) return null;
    const ask = (how: keyof VoiceActions) => (about: string) => {
      setSheet(false);
      setAsking({ about, how });
    };
    return { rename: ask("rename"), merge: ask("merge"), learn: meeting.imported ? null : ask("learn") };
  }, [editable, meeting.imported]);

  const panel = <MeetingPanel meeting={meeting} transcript={transcript} voice={voice} onGo={() => setSheet(false)} />;
  const details = <IconButton icon="people" label={t("details")} className="wide:hidden" onClick={() => setSheet(true)} />;
  return (
    <UndoProvider>
    <PlaybackProvider meetingId={meeting.id} duration={transcript.seconds} start={start} silent={meeting.imported}>
      {meeting.imported ? (
        <div className="mb-2 flex justify-end wide:hidden print:hidden">{details}</div>
      ) : (
        <div className="print:hidden fixed inset-x-0 bottom-0 z-20 border-t border-rule bg-page px-4 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] wide:sticky wide:top-0 wide:bottom-auto wide:-mx-8 wide:mb-2 wide:border-t-0 wide:border-b wide:px-8 wide:py-2">
          <Player meetingId={meeting.id} lanes={lanes} doubts={doubts}>
            {details}
          </Player>
        </div>
      )}
      <div className="wide:grid wide:grid-cols-[minmax(0,1fr)_22rem] wide:gap-8">
        <div className="min-w-0">
          <div className="flex flex-col gap-3 pt-4 empty:hidden">
            {!editable && <Notice kind="plain">{t("olderRevision", { revision: transcript.revision })}</Notice>}
            {transcript.notices.map((warning) => (
              <Notice
                key={warning.code}
                kind="doubt"
                action={
                  editable && !meeting.imported && (
                    <Button size="sm" onClick={onRunAgain}>
                      {t("runAgain")}
                    </Button>
                  )
                }
              >
                {warning.message}
              </Notice>
            ))}
            {transcript.unplaced.length > 0 && <UnplacedNotice transcript={transcript} />}
          </div>
          {utterances.length === 0 ? (
            <p className="py-16 text-center text-base text-ink-muted">{t("noWords")}</p>
          ) : (
            <Text transcript={transcript} voice={voice} />
          )}
        </div>
        <aside className="hidden wide:block print:hidden">
          <div className="sticky top-24 max-h-[calc(100dvh-7rem)] overflow-y-auto pt-4 pb-8">{panel}</div>
        </aside>
      </div>
      {sheet && (
        <Sheet title={t("details")} shape="sheet" onClose={() => setSheet(false)}>
          {panel}
        </Sheet>
      )}
      {asked && asking?.how === "rename" && (
        <RenameDialog meetingId={meeting.id} speaker={asked} participants={meeting.participants} onClose={() => setAsking(null)} />
      )}
      {asked && asking?.how === "merge" && (
        <MergeDialog meetingId={meeting.id} speaker={asked} speakers={speakers} onClose={() => setAsking(null)} />
      )}
      {asked && asking?.how === "learn" && <LearnDialog meetingId={meeting.id} speaker={asked} onClose={() => setAsking(null)} />}
    </PlaybackProvider>
    </UndoProvider>
  );
}

function Text({ transcript, voice }: { transcript: Transcript; voice: VoiceActions | null }) {
  const { revision } = transcript;
  return voice ? (
    <TranscriptWorkspace key={revision} transcript={transcript} voice={voice} />
  ) : (
    <TranscriptReader key={revision} transcript={transcript} />
  );
}
