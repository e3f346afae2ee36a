/** What is offered when recordings are chosen or shared: types, and endings that some systems know no type for. The bytes decide, not these. */
export const RECORDING_TYPES = ["audio/*", "video/*", ".mkv", ".opus", ".m4a", ".amr", ".wma", ".ts", ".mts"];
