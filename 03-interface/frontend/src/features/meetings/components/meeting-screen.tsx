"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";

import { Problem } from "@/api/problem";
import type { Meeting, Transcript } from "@/api/types";
import { UnplacedNotice } from "@/features/corrections/components/unplaced-notice";
import { UndoProvider } from "@/features/corrections/hooks/undo-provider";
import { doubtsOf, spanToHear } from "@/features/doubts/doubts";
import { LeftEdits } from "@/features/edits/components/left-edits";
import { Player } from "@/features/playback/components/player";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { TranscriptReader } from "@/features/transcripts/components/transcript-reader";
import { TranscriptWorkspace } from "@/features/transcripts/components/transcript-workspace";
import type { VoiceActions } from "@/features/transcripts/components/voice-items";
import { useTranscript } from "@/features/transcripts/hooks/use-transcript";
import { voiceColour } from "@/features/transcripts/voices";
import { Button, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";

import { MeetingHeader } from "./meeting-header";
import { MeetingPanel } from "./meeting-panel";
import { MissingMeeting } from "./missing-meeting";
import { useMeeting } from "../hooks/use-meetings";
import { listAddress } from "../hooks/use-place";

const RunPanel = onDemand(async () => (await import("@/features/runs/components/run-panel")).RunPanel);
const MergeDialog = onDemand(async () => (await import("@/features/corrections/components/merge-dialog")).MergeDialog);
const RenameDialog = onDemand(async () => (await import("@/features/corrections/components/rename-dialog")).RenameDialog);
const LearnDialog = onDemand(async () => (await import("@/features/people/components/learn-dialog")).LearnDialog);
const RunAgainDialog = onDemand(async () => (await import("./run-again-dialog")).RunAgainDialog);
const TrashedMeeting = onDemand(async () => (await import("@/features/trash/components/trashed-meeting")).TrashedMeeting);
const RecordingOnly = onDemand(async () => (await import("./recording-only")).RecordingOnly);

const NOTHING = new Set<string>();

/** A meeting: how its work goes while it goes, then its sound and its text. */
export function MeetingScreen({ id }: { id: string }) {
  const t = useTranslations("meetings");
  const complaint = useComplaint();
  const router = useRouter();
  const query = useSearchParams();
  const revision = Number(query.get("revision")) || null;
  const meeting = useMeeting(id);
  const [runningAgain, setRunningAgain] = useState(false);
  const transcript = useTranscript(id, revision, meeting.data?.revision != null && meeting.data.trashed_at === null);

  const title = meeting.data?.title;
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);

  if (meeting.error && !meeting.data) {
    if (meeting.error instanceof Problem && meeting.error.status === 404)
      return (
        <>
          {/* It may have been deleted while something was typed in it. */}
          <LeftEdits meetingId={id} language="" shown={NOTHING} />
          <MissingMeeting />
        </>
      );
    return (
      <Notice
        kind="loss"
        announce
        action={
          <Button size="sm" onClick={() => void meeting.refetch()}>
            {t("tryAgain")}
          </Button>
        }
      >
        {complaint(meeting.error)}
      </Notice>
    );
  }
  if (!meeting.data) return <div aria-busy className="h-9 w-2/3 animate-pulse rounded-md bg-sunken" />;

  if (meeting.data.trashed_at !== null) return <TrashedMeeting meeting={meeting.data} />;

  const { run } = meeting.data;
  return (
    <>
      <MeetingHeader meeting={meeting.data} revision={revision} onRunAgain={() => setRunningAgain(true)} onPutAway={() => router.replace(listAddress())} />
      {run && run.status !== "COMPLETED" && (
        <div className="mb-6">
          <RunPanel meeting={meeting.data} run={run} onRunAgain={() => setRunningAgain(true)} />
        </div>
      )}
      {transcript.error && !transcript.data && (
        <Notice kind="loss" announce>
          {complaint(transcript.error)}
        </Notice>
      )}
      {transcript.data && (
        <Reading
          meeting={meeting.data}
          transcript={transcript.data}
          start={readTime(query.get("t"))}
          onRunAgain={() => setRunningAgain(true)}
        />
      )}
      {meeting.data.revision === null && run && hasEnded(run) && (
        <RecordingOnly meeting={meeting.data} start={readTime(query.get("t"))} />
      )}
      {runningAgain && <RunAgainDialog meeting={meeting.data} onClose={() => setRunningAgain(false)} />}
    </>
  );
}

function readTime(text: string | null): number | null {
  const seconds = Number(text);
  return text !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

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

function Reading({ meeting, transcript, start, onRunAgain }: ReadingProps) {
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
    return { rename: ask("rename"), merge: ask("merge"), learn: ask("learn") };
  }, [editable]);

  const panel = <MeetingPanel meeting={meeting} transcript={transcript} voice={voice} onGo={() => setSheet(false)} />;
  return (
    <UndoProvider>
    <PlaybackProvider meetingId={meeting.id} duration={transcript.seconds} start={start}>
      <div className="print:hidden fixed inset-x-0 bottom-0 z-20 border-t border-rule bg-page px-4 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))] wide:sticky wide:top-0 wide:bottom-auto wide:-mx-8 wide:mb-2 wide:border-t-0 wide:border-b wide:px-8 wide:py-2">
        <Player meetingId={meeting.id} lanes={lanes} doubts={doubts}>
          <IconButton icon="people" label={t("details")} className="wide:hidden" onClick={() => setSheet(true)} />
        </Player>
      </div>
      <div className="wide:grid wide:grid-cols-[minmax(0,1fr)_22rem] wide:gap-8">
        <div className="min-w-0">
          <div className="flex flex-col gap-3 pt-4 empty:hidden">
            {!editable && <Notice kind="plain">{t("olderRevision", { revision: transcript.revision })}</Notice>}
            {transcript.notices.map((warning) => (
              <Notice
                key={warning.code}
                kind="doubt"
                action={
                  editable && (
                    <Button size="sm" onClick={onRunAgain}>
                      {t("runAgain")}
                    </Button>
                  )
                }
              >
                {warning.message}
              </Notice>
            ))}
            <UnplacedNotice transcript={transcript} />
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
        <Dialog title={t("details")} shape="sheet" onClose={() => setSheet(false)}>
          {panel}
        </Dialog>
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
