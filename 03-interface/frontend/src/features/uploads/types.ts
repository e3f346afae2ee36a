/** What is offered when recordings are chosen or shared: types, and endings that some systems know no type for. The bytes decide, not these. */
export const RECORDING_TYPES = ["audio/*", "video/*", ".mkv", ".opus", ".m4a", ".amr", ".wma", ".ts", ".mts"];

/** The same of transcripts that other tools wrote, which are imported. The name tells that they are meant as such, the bytes what they are. */
export const TRANSCRIPT_TYPES = [".srt", ".vtt", ".json", ".docx", ".txt"];
