"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting, Transcript } from "@/api/types";
import { useComments } from "@/features/comments/hooks/use-comments";
import { SpeakersPanel } from "@/features/transcripts/components/speakers-panel";
import type { VoiceActions } from "@/features/transcripts/components/voice-items";
import { onDemand } from "@/ui/on-demand";
import { Tabs } from "@/ui/tabs";

const MeetingChat = onDemand(async () => (await import("@/features/conversations/components/meeting-chat")).MeetingChat);
const CommentsPanel = onDemand(async () => (await import("@/features/comments/components/comments-panel")).CommentsPanel);
const HistoryPanel = onDemand(async () => (await import("@/features/corrections/components/history-panel")).HistoryPanel);
const NotesPanel = onDemand(async () => (await import("@/features/notes/components/notes-panel")).NotesPanel);
const RecordingPanel = onDemand(async () => (await import("./recording-panel")).RecordingPanel);

interface MeetingPanelProps {
  meeting: Meeting;
  transcript: Transcript;
  voice: VoiceActions | null;
  /** The reader goes to words of the text. */
  onGo: () => void;
}

/** What stands beside the text: who spoke, what was put right, where it comes from. */
export function MeetingPanel({ meeting, transcript, voice, onGo }: MeetingPanelProps) {
  const t = useTranslations("meetings.panel");
  const [tab, setTab] = useState<"speakers" | "chat" | "history" | "comments" | "notes" | "recording">("speakers");
  const { data } = useComments(meeting.id);
  const open = data?.filter((comment) => comment.answers_id === null && comment.resolved_at === null).length ?? 0;
  return (
    <Tabs
      label={t("label")}
      current={tab}
      onChange={setTab}
      tabs={[
        { value: "speakers", label: t("speakers"), count: transcript.speakers.length },
        { value: "chat", label: t("chat") },
        { value: "history", label: t("history") },
        { value: "comments", label: t("comments"), count: open > 0 ? open : undefined },
        { value: "notes", label: t("notes") },
        { value: "recording", label: t("recording") },
      ]}
    >
      {tab === "speakers" && <SpeakersPanel transcript={transcript} voice={voice} />}
      {tab === "chat" && <MeetingChat meetingId={meeting.id} onShow={onGo} />}
      {tab === "history" && <HistoryPanel transcript={transcript} />}
      {tab === "comments" && <CommentsPanel transcript={transcript} editable={voice !== null} onGo={onGo} />}
      {tab === "notes" && <NotesPanel meetingId={meeting.id} />}
      {tab === "recording" && <RecordingPanel meeting={meeting} transcript={transcript} />}
    </Tabs>
  );
}
