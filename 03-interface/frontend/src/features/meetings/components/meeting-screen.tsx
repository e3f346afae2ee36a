"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

import { Problem } from "@/api/problem";
import { LeftEdits } from "@/features/edits/components/left-edits";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useTranscript } from "@/features/transcripts/hooks/use-transcript";
import { NotRead } from "@/ui/not-read";
import { Notice } from "@/ui/notice";
import { onDemand } from "@/ui/on-demand";

import { MeetingHeader } from "./meeting-header";
import { useMeeting } from "../hooks/use-meeting";
import { listAddress } from "../hooks/use-place";
import { revisionIn } from "../revision";

const RunPanel = onDemand(async () => (await import("@/features/runs/components/run-panel")).RunPanel);
const RunAgainDialog = onDemand(async () => (await import("./run-again-dialog")).RunAgainDialog);
const TrashedMeeting = onDemand(async () => (await import("@/features/trash/components/trashed-meeting")).TrashedMeeting);
const MissingMeeting = onDemand(async () => (await import("./missing-meeting")).MissingMeeting);
const RecordingOnly = onDemand(async () => (await import("./recording-only")).RecordingOnly);

const loadReading = () => import("./reading");
const Reading = onDemand(async () => (await loadReading()).Reading);

const NOTHING = new Set<string>();

/** A meeting: how its work goes while it goes, then its sound and its text. */
export function MeetingScreen({ id }: { id: string }) {
  const complaint = useComplaint();
  const router = useRouter();
  const query = useSearchParams();
  const revision = revisionIn(query);
  const meeting = useMeeting(id);
  const [runningAgain, setRunningAgain] = useState(false);
  const hasText = meeting.data?.revision != null && meeting.data.trashed_at === null;
  const transcript = useTranscript(id, revision, hasText);

  const title = meeting.data?.title;
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);

  useEffect(() => {
    // Beside the transcript, not after it.
    if (hasText) void loadReading().catch(() => undefined);
  }, [hasText]);

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
      <NotRead why={complaint(meeting.error)} onAgain={() => void meeting.refetch()} />
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
