/** What a file is known again by after a reload: nobody reads gigabytes to tell two files apart. */
export function markOf(file: File): string {
  return [file.name.slice(-200), file.size, file.lastModified].join(" ");
}

const RECORDED = "recorded in a browser ";

/** The same of a recording that a browser makes: there is no file to be chosen again. */
export function recordedMark(id: string): string {
  return RECORDED + id;
}

/** Whether an upload is such a recording. It is not gone on with by choosing a file. */
export function isRecorded({ mark }: { mark: string | null }): boolean {
  return mark?.startsWith(RECORDED) ?? false;
}
