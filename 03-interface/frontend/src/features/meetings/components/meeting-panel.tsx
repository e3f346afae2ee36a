"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting, Transcript } from "@/api/types";
import { HistoryPanel } from "@/features/corrections/components/history-panel";
import { NotesPanel } from "@/features/notes/components/notes-panel";
import { SpeakersPanel } from "@/features/transcripts/components/speakers-panel";
import type { VoiceActions } from "@/features/transcripts/components/voice-items";
import { Tabs } from "@/ui/tabs";

import { RecordingPanel } from "./recording-panel";

interface MeetingPanelProps {
  meeting: Meeting;
  transcript: Transcript;
  voice: VoiceActions | null;
}

/** What stands beside the text: who spoke, what was put right, where it comes from. */
export function MeetingPanel({ meeting, transcript, voice }: MeetingPanelProps) {
  const t = useTranslations("meetings.panel");
  const [tab, setTab] = useState<"speakers" | "history" | "notes" | "recording">("speakers");
  return (
    <Tabs
      label={t("label")}
      current={tab}
      onChange={setTab}
      tabs={[
        { value: "speakers", label: t("speakers"), count: transcript.speakers.length },
        { value: "history", label: t("history") },
        { value: "notes", label: t("notes") },
        { value: "recording", label: t("recording") },
      ]}
    >
      {tab === "speakers" && <SpeakersPanel transcript={transcript} voice={voice} />}
      {tab === "history" && <HistoryPanel transcript={transcript} />}
      {tab === "notes" && <NotesPanel meetingId={meeting.id} />}
      {tab === "recording" && <RecordingPanel meeting={meeting} transcript={transcript} />}
    </Tabs>
  );
}
