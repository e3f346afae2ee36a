/** Of the browser's storage that keeps recordings, and of what is in it. */
export const NAME = "scribe-recordings";
export const RECORDINGS = "recordings";
