import { answered, type Api } from "@/api/client";
import type { Correction, Replacement, Transcript, UtteranceChange } from "@/api/types";
import { answeredTranscript } from "@/features/transcripts/api/transcripts";

const at = (meetingId: string) => ({ path: { meeting_id: meetingId } });

export function listCorrections(api: Api, meetingId: string, signal?: AbortSignal): Promise<Correction[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/corrections", { params: at(meetingId), signal }));
}

/** Everything a reader may set right. Each answers with the transcript as it then is. */
export interface CorrectionsApi {
  renameSpeaker(speakerId: string, name: string): Promise<Transcript>;
  mergeSpeakers(speakerId: string, into: string): Promise<Transcript>;
  /** `seen` is the text that it was made on: what others changed of it meanwhile stays. */
  editUtterance(utteranceId: string, seen: string, text: string, confirmed: boolean): Promise<Transcript>;
  /** `"new"` makes a speaker that was not there. */
  reassignUtterance(utteranceId: string, speakerId: string, onwards?: boolean): Promise<Transcript>;
  /** Says that it is right, as it was `seen`. */
  confirmUtterance(utteranceId: string, seen: string): Promise<Transcript>;
  /** From that word of the text, which was put right before, on it is an utterance of its own. */
  splitUtterance(utteranceId: string, text: string, word: number): Promise<Transcript>;
  joinUtterance(utteranceId: string, into: string): Promise<Transcript>;
  /** The words of the text on the side of its neighbour `into`, from that word on or those before it, are that one's. */
  moveWords(utteranceId: string, text: string, word: number, into: string): Promise<Transcript>;
  replace(asked: Replacement): Promise<Transcript>;
  undo(ids: readonly string[]): Promise<Transcript>;
  redo(ids: readonly string[]): Promise<Transcript>;
  /** The speaker is that person, whoever was taken for them; no voice is learnt from it. */
  namePerson(speakerId: string, personId: string): Promise<Transcript>;
  /** Also where nobody was taken for them: no guess says so again. */
  refusePerson(speakerId: string, personId: string): Promise<Transcript>;
  /** Says which person it is, and has the voice learnt from what they say here. */
  teachVoice(speakerId: string, personId: string): Promise<Transcript>;
}

/** `step` names the change that is made: under the same name it is made once, however often it is sent. */
export function correctionsApi(api: Api, meetingId: string, step: string | null = null): CorrectionsApi {
  const header = step === null ? {} : { "Idempotency-Key": step };
  const speaker = (id: string) => ({ path: { meeting_id: meetingId, speaker_id: id } });
  const utterance = (id: string) => ({ header, path: { meeting_id: meetingId, utterance_id: id } });
  const change = (id: string, body: UtteranceChange) =>
    answeredTranscript(api.PATCH("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}", { params: utterance(id), body: { confirmed: false, onwards: false, ...body } }));
  return {
    renameSpeaker: (id, name) =>
      answeredTranscript(api.PATCH("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}", { params: { header, ...speaker(id) }, body: { name, teach: false } })),
    mergeSpeakers: (id, into) =>
      answeredTranscript(api.POST("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}/merge", { params: { header, ...speaker(id) }, body: { into } })),
    editUtterance: (id, seen, text, confirmed) => change(id, { text, seen, confirmed }),
    reassignUtterance: (id, speakerId, onwards = false) => change(id, { speaker_id: speakerId, onwards }),
    confirmUtterance: (id, seen) => change(id, { seen, confirmed: true }),
    splitUtterance: (id, text, word) =>
      answeredTranscript(
        api.POST("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/split", { params: utterance(id), body: { word, seen: text } }),
      ),
    joinUtterance: (id, into) =>
      answeredTranscript(api.POST("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/merge", { params: utterance(id), body: { into } })),
    moveWords: (id, text, word, into) =>
      answeredTranscript(
        api.POST("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/move", { params: utterance(id), body: { word, into, seen: text } }),
      ),
    replace: (asked) => answeredTranscript(api.POST("/api/v1/meetings/{meeting_id}/replacements", { params: { header, ...at(meetingId) }, body: asked })),
    undo: (ids) => answeredTranscript(api.POST("/api/v1/meetings/{meeting_id}/corrections/undo", { params: at(meetingId), body: { ids: [...ids] } })),
    redo: (ids) => answeredTranscript(api.POST("/api/v1/meetings/{meeting_id}/corrections/redo", { params: at(meetingId), body: { ids: [...ids] } })),
    namePerson: (id, personId) =>
      answeredTranscript(
        api.PATCH("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}", {
          params: { header, ...speaker(id) },
          body: { person_id: personId, teach: false },
        }),
      ),
    refusePerson: (id, personId) =>
      answeredTranscript(
        api.POST("/api/v1/meetings/{meeting_id}/suggestions/{speaker_id}/refuse", {
          params: { header, ...speaker(id) },
          body: { person_id: personId },
        }),
      ),
    teachVoice: (id, personId) =>
      answeredTranscript(
        api.PATCH("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}", {
          params: speaker(id),
          body: { person_id: personId, teach: true },
        }),
      ),
  };
}
