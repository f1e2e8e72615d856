/** The first instant of a day in the reader's time zone, as the API takes it; null for what is not a day. */
export function dayStart(day: string): string | null {
  return instantOf(day, 0);
}

/** The first instant after a day. */
export function dayEnd(day: string): string | null {
  return instantOf(day, 1);
}

function instantOf(day: string, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date));
  // 31 February is not a day: the calendar would move it into March.
  if (at.getMonth() !== Number(month) - 1 || at.getDate() !== Number(date)) return null;
  at.setDate(at.getDate() + later);
  return at.toISOString();
}
