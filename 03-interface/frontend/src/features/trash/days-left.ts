const DAY_MS = 24 * 3600 * 1000;

/** Days until what was put into the trash then is deleted for good, a begun one counted whole; 0 once they are over. */
export function daysLeft(trashedAt: string, days: number, now: number = Date.now()): number {
  return Math.max(0, Math.ceil((new Date(trashedAt).getTime() + days * DAY_MS - now) / DAY_MS));
}
