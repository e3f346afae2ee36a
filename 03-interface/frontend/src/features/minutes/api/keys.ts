/** What minutes, their templates and their runs are kept under. */
export const minutesKeys = {
  of: (meetingId: string) => ["minutes", meetingId] as const,
  runs: (meetingId: string) => ["minutes-runs", meetingId] as const,
  writers: ["minutes-writers"] as const,
  allTemplates: ["minutes-templates"] as const,
  templates: (language: string) => ["minutes-templates", language] as const,
  documents: ["document-templates"] as const,
  changes: (meetingId: string) => ["minutes-changes", meetingId] as const,
};
