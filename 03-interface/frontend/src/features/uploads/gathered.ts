import { TRANSCRIPT_TYPES } from "./types";

/** What was brought: recordings, how many other files lay among them in folders, and whether there were too many. */
export interface Gathered {
  recordings: File[];
  others: number;
  tooMany: boolean;
}

/** As many as an account may have under way at once. */
export const MOST = 500;

const NAMED_LIKE_RECORDINGS = /\.(3gp|aac|aif[cf]?|amr|avi|flac|m4a|m4b|m4v|mka|mkv|mov|mp[1234]|mpe?g|mts|m2ts|oga|ogg|ogv|opus|ts|wav|weba|webm|wma|wmv)$/i;

/** Whether a file looks like a recording, by its type or its name. Hidden files of a system never do. */
export function looksRecorded({ name, type }: { name: string; type: string }): boolean {
  return !name.startsWith(".") && (/^(audio|video)\//.test(type) || NAMED_LIKE_RECORDINGS.test(name));
}

/** Whether a file is called as transcripts of other tools are. */
export function namedLikeTranscript({ name }: { name: string }): boolean {
  const lower = name.toLowerCase();
  return TRANSCRIPT_TYPES.some((ending) => lower.endsWith(ending));
}

/** The recordings of a folder that was chosen, in the order of their names. */
export function inFolder(files: readonly File[]): Gathered {
  return of([], [...files]);
}

/**
 * What a person dropped: a file as it is, whatever it is called, for it was meant; of a folder the recordings in it and in its
 * folders. Must be called while the event is being handled: afterwards the browser tells no more.
 */
export async function dropped(transfer: DataTransfer): Promise<Gathered> {
  const entries = [...transfer.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry() : null)).filter((entry) => entry !== null);
  const folders = entries.filter((entry) => entry.isDirectory);
  if (folders.length === 0) return { recordings: [...transfer.files].slice(0, MOST), others: 0, tooMany: transfer.files.length > MOST };
  const single = entries.filter((entry) => entry.isFile) as FileSystemFileEntry[];
  return of(await filesOf(single), await filesOf(await inside(folders as FileSystemDirectoryEntry[])));
}

/** The recordings and transcripts among what was copied elsewhere; a text with a picture in it has none. */
export function pasted(transfer: DataTransfer): File[] {
  return [...transfer.files].filter((file) => looksRecorded(file) || namedLikeTranscript(file)).slice(0, MOST);
}

function of(meant: File[], found: File[]): Gathered {
  const seen = found.filter(({ name }) => !name.startsWith("."));
  const recorded = seen.filter(looksRecorded).sort((one, other) => pathOf(one).localeCompare(pathOf(other), undefined, { numeric: true }));
  const recordings = [...meant, ...recorded];
  return { recordings: recordings.slice(0, MOST), others: seen.length - recorded.length, tooMany: recordings.length > MOST };
}

function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

/** The files in folders and their folders. One that cannot be read is passed over, as if it were empty. */
async function inside(folders: readonly FileSystemDirectoryEntry[]): Promise<FileSystemFileEntry[]> {
  const files: FileSystemFileEntry[] = [];
  const open = [...folders];
  for (let folder = open.shift(); folder; folder = open.shift()) {
    const reader = folder.createReader();
    for (let some = await entriesOf(reader); some.length > 0; some = await entriesOf(reader)) {
      files.push(...some.filter((entry): entry is FileSystemFileEntry => entry.isFile));
      open.push(...some.filter((entry): entry is FileSystemDirectoryEntry => entry.isDirectory));
    }
  }
  return files;
}

/** The next entries of a folder, a hundred at most: none where that was all. */
function entriesOf(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((told) => reader.readEntries(told, () => told([])));
}

async function filesOf(entries: readonly FileSystemFileEntry[]): Promise<File[]> {
  const files = await Promise.all(entries.map((entry) => new Promise<File | null>((told) => entry.file(told, () => told(null)))));
  return files.filter((file) => file !== null);
}
