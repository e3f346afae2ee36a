import type { components } from "./schema";

/** The API's nouns, by the names this code uses. The shapes come from the API's own description and nowhere else. */
type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type Session = Schemas["Session"];
export type Setup = Schemas["Setup"];
export type OwnSession = Schemas["OwnSession"];
export type OpenSession = Schemas["OpenSession"];
export type User = Schemas["User"];
export type UserWithCode = Schemas["UserWithCode"];
export type OneTimeCode = Schemas["OneTimeCode"];
export type Run = Schemas["Run"];
export type Queue = Schemas["Queue"];
export type NewRun = Schemas["NewRun"];
export type Notes = Schemas["Notes"];
export type NotesChange = Schemas["NotesChange"];
export type Marker = Schemas["Marker"];
export type UploadUnderWay = Schemas["Upload"];
export type Meeting = Schemas["Meeting"];
export type MeetingPage = Schemas["MeetingPage"];
export type TrashPage = Schemas["TrashPage"];
export type Tag = Schemas["Tag"];
export type Speaker = Schemas["DocumentSpeaker"];
export type Utterance = Schemas["DocumentUtterance"];
export type Word = Schemas["DocumentWord"];
export type Transcript = Schemas["Transcript"];
export type Correction = Schemas["Correction"];
export type UtteranceChange = Partial<Schemas["UtteranceChange"]>;
export type Replacement = Schemas["Replacement"];
export type Peaks = Schemas["Peaks"];
export type Revision = Schemas["TranscriptRevision"];
export type Licence = Schemas["Licence"];
export type Person = Schemas["Person"];
export type Consent = Schemas["Consent"];
export type HeardIn = Schemas["HeardIn"];
export type Voiceprint = Schemas["Voiceprint"];
export type Suggestion = Schemas["Suggestion"];
