import { answered, type Api } from "@/api/client";
import type { Correction, Peaks, Replacement, Revision, Run, Suggestion, Transcript, UtteranceChange } from "@/api/types";

export const transcriptKeys = {
  all: ["transcripts"] as const,
  of: (meetingId: string) => ["transcripts", meetingId] as const,
  one: (meetingId: string, revision: number | null) => ["transcripts", meetingId, "revision", revision] as const,
  revisions: (meetingId: string) => ["transcripts", meetingId, "revisions"] as const,
  corrections: (meetingId: string) => ["transcripts", meetingId, "corrections"] as const,
  suggestions: (meetingId: string) => ["transcripts", meetingId, "suggestions"] as const,
  peaks: (meetingId: string) => ["peaks", meetingId] as const,
};

/** The client's types for answers turn a word, a tuple, into an array; the description itself says what it is. */
function transcript(asked: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<Transcript> {
  return answered(asked) as Promise<Transcript>;
}

const at = (meetingId: string) => ({ path: { meeting_id: meetingId } });

/** A transcript with its corrections applied; the newest revision where none is named. */
export function readTranscript(api: Api, meetingId: string, revision: number | null, signal?: AbortSignal): Promise<Transcript> {
  const query = revision === null ? {} : { revision };
  return transcript(api.GET("/api/v1/meetings/{meeting_id}/transcript", { params: { ...at(meetingId), query }, signal }));
}

/** The newest transcript where it is another than the one in that state; `null` where it still stands so. */
export async function readChanged(api: Api, meetingId: string, state: string): Promise<Transcript | null> {
  const query = { known: state };
  return (await transcript(api.GET("/api/v1/meetings/{meeting_id}/transcript", { params: { ...at(meetingId), query } }))) ?? null;
}

export function listRevisions(api: Api, meetingId: string, signal?: AbortSignal): Promise<Revision[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/transcripts", { params: at(meetingId), signal }));
}

export function readPeaks(api: Api, meetingId: string, signal?: AbortSignal): Promise<Peaks> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/peaks", { params: at(meetingId), signal }));
}

export function listCorrections(api: Api, meetingId: string, signal?: AbortSignal): Promise<Correction[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/corrections", { params: at(meetingId), signal }));
}

/** Whom the machine takes the speakers for that nobody has named. */
export function listSuggestions(api: Api, meetingId: string, signal?: AbortSignal): Promise<Suggestion[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/suggestions", { params: at(meetingId), signal }));
}

/** Looks for known voices again, after one was learnt; no word is transcribed anew. */
export function identifyAgain(api: Api, meetingId: string): Promise<Run> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/identifications", { params: at(meetingId) }));
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
    transcript(api.PATCH("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}", { params: utterance(id), body: { confirmed: false, onwards: false, ...body } }));
  return {
    renameSpeaker: (id, name) =>
      transcript(api.PATCH("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}", { params: { header, ...speaker(id) }, body: { name, teach: false } })),
    mergeSpeakers: (id, into) =>
      transcript(api.POST("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}/merge", { params: { header, ...speaker(id) }, body: { into } })),
    editUtterance: (id, seen, text, confirmed) => change(id, { text, seen, confirmed }),
    reassignUtterance: (id, speakerId, onwards = false) => change(id, { speaker_id: speakerId, onwards }),
    confirmUtterance: (id, seen) => change(id, { seen, confirmed: true }),
    splitUtterance: (id, text, word) =>
      transcript(
        api.POST("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/split", { params: utterance(id), body: { word, seen: text } }),
      ),
    joinUtterance: (id, into) =>
      transcript(api.POST("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/merge", { params: utterance(id), body: { into } })),
    moveWords: (id, text, word, into) =>
      transcript(
        api.POST("/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/move", { params: utterance(id), body: { word, into, seen: text } }),
      ),
    replace: (asked) => transcript(api.POST("/api/v1/meetings/{meeting_id}/replacements", { params: { header, ...at(meetingId) }, body: asked })),
    undo: (ids) => transcript(api.POST("/api/v1/meetings/{meeting_id}/corrections/undo", { params: at(meetingId), body: { ids: [...ids] } })),
    redo: (ids) => transcript(api.POST("/api/v1/meetings/{meeting_id}/corrections/redo", { params: at(meetingId), body: { ids: [...ids] } })),
    namePerson: (id, personId) =>
      transcript(
        api.PATCH("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}", {
          params: { header, ...speaker(id) },
          body: { person_id: personId, teach: false },
        }),
      ),
    refusePerson: (id, personId) =>
      transcript(
        api.POST("/api/v1/meetings/{meeting_id}/suggestions/{speaker_id}/refuse", {
          params: { header, ...speaker(id) },
          body: { person_id: personId },
        }),
      ),
    teachVoice: (id, personId) =>
      transcript(
        api.PATCH("/api/v1/meetings/{meeting_id}/speakers/{speaker_id}", {
          params: speaker(id),
          body: { person_id: personId, teach: true },
        }),
      ),
  };
}
