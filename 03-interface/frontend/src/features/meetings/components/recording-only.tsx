"use client";

import type { Meeting } from "@/api/types";
import { NotesPanel } from "@/features/notes/components/notes-panel";
import { Player } from "@/features/playback/components/player";
import { PlaybackProvider } from "@/features/playback/hooks/playback-provider";

import { RecordingPanel } from "./recording-panel";

/** A recording that has no transcript: it is heard where its sound could be converted, and can be saved in any case. */
export function RecordingOnly({ meeting, start }: { meeting: Meeting; start: number | null }) {
  return (
    <>
      {meeting.duration !== null && (
        <PlaybackProvider meetingId={meeting.id} duration={meeting.duration} start={start}>
          <div className="mb-8">
            <Player meetingId={meeting.id} lanes={[]} doubts={[]} />
          </div>
          <div className="mb-8 max-w-xl">
            <NotesPanel meetingId={meeting.id} />
          </div>
        </PlaybackProvider>
      )}
      <div className="max-w-xl">
        <RecordingPanel meeting={meeting} transcript={null} />
      </div>
    </>
  );
}
