import { answered, type Api } from "@/api/client";
import type { Consent, HeardIn, Person, Run, Voiceprint } from "@/api/types";

/** How somebody agreed, and on which day (now, where none is said). */
export interface GivenConsent {
  how: string;
  given_at?: string;
}

export interface NewPerson {
  name: string;
  note: string;
  /** Somebody else than whoever bears that name already. */
  another: boolean;
  consent: GivenConsent | null;
}

const at = (id: string) => ({ params: { path: { person_id: id } } });

export function listPeople(api: Api, q: string, signal?: AbortSignal): Promise<Person[]> {
  return answered(api.GET("/api/v1/persons", { params: { query: q ? { q } : {} }, signal }));
}

export function readPerson(api: Api, id: string, signal?: AbortSignal): Promise<Person> {
  return answered(api.GET("/api/v1/persons/{person_id}", { ...at(id), signal }));
}

export function createPerson(api: Api, person: NewPerson): Promise<Person> {
  return answered(api.POST("/api/v1/persons", { body: person }));
}

export function changePerson(api: Api, id: string, change: { name: string; note: string; another: boolean }): Promise<Person> {
  return answered(api.PATCH("/api/v1/persons/{person_id}", { ...at(id), body: change }));
}

/** Says that the first person really is the second, who is left. */
export function mergePerson(api: Api, id: string, into: string): Promise<Person> {
  return answered(api.POST("/api/v1/persons/{person_id}/merge", { ...at(id), body: { into } }));
}

export async function erasePerson(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/persons/{person_id}", at(id)));
}

export function exportPerson(api: Api, id: string): Promise<Blob> {
  return answered(api.GET("/api/v1/persons/{person_id}/export", { ...at(id), parseAs: "blob" })) as Promise<Blob>;
}

export function listConsents(api: Api, id: string, signal?: AbortSignal): Promise<Consent[]> {
  return answered(api.GET("/api/v1/persons/{person_id}/consents", { ...at(id), signal }));
}

export function giveConsent(api: Api, id: string, given: GivenConsent): Promise<Person> {
  return answered(api.POST("/api/v1/persons/{person_id}/consent", { ...at(id), body: given }));
}

export function revokeConsent(api: Api, id: string, how: string): Promise<Person> {
  const query = how ? { how } : {};
  return answered(api.DELETE("/api/v1/persons/{person_id}/consent", { params: { path: { person_id: id }, query } }));
}

export function listVoiceprints(api: Api, id: string, signal?: AbortSignal): Promise<Voiceprint[]> {
  return answered(api.GET("/api/v1/persons/{person_id}/voiceprints", { ...at(id), signal }));
}

export async function deleteVoiceprint(api: Api, id: string, voiceprint: string): Promise<void> {
  await answered(
    api.DELETE("/api/v1/persons/{person_id}/voiceprints/{voiceprint_id}", {
      params: { path: { person_id: id, voiceprint_id: voiceprint } },
    }),
  );
}

export function listEnrolments(api: Api, id: string, signal?: AbortSignal): Promise<Run[]> {
  return answered(api.GET("/api/v1/persons/{person_id}/enrolments", { ...at(id), signal }));
}

/** The bytes go as they are; what is learnt from is not kept. */
export function enrolFromFile(api: Api, id: string, file: Blob, name: string): Promise<Run> {
  return answered(
    api.POST("/api/v1/persons/{person_id}/enrolments", {
      params: { path: { person_id: id }, query: { filename: name } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

export function listMeetingsOf(api: Api, id: string, signal?: AbortSignal): Promise<HeardIn[]> {
  return answered(api.GET("/api/v1/persons/{person_id}/meetings", { ...at(id), signal }));
}
