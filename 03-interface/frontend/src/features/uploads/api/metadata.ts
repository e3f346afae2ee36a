import type { RecordingDetails } from "../queue";

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** What is said of a recording, as tus writes it: names and values in base64; lists have one value a line. */
export function uploadMetadata(filename: string, mark: string, details: RecordingDetails): string {
  const said: Record<string, string | undefined> = {
    filename,
    mark,
    title: details.title,
    held_at: details.heldAt,
    language: details.language,
    speakers: details.speakers?.toString(),
    speakers_most: details.speakersMost?.toString(),
    participants: details.participants?.join("\n"),
    glossary: details.glossary?.join("\n"),
  };
  return Object.entries(said)
    .filter((pair): pair is [string, string] => Boolean(pair[1]))
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(",");
}
