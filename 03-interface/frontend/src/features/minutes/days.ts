/** Noon of a day (`2026-03-14`) where the reader is: the same day however it is written out. */
export function noon(day: string): string {
  return `${day}T12:00:00`;
}

/** The day that it is where the reader is. */
export function today(now: Date = new Date()): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
