/** How far a stage was at an instant, given in milliseconds since any fixed origin. */
export interface ProgressSample {
  readonly atMs: number;
  readonly done: number;
  readonly total: number;
}

/** Below this share of the work an estimate would fluctuate. */
const trustedFrom = 0.1;

/**
 * Seconds until the stage ends at the pace seen between two samples of it.
 *
 * @returns null before a tenth of the work is done, or while no pace has been seen.
 */
export function secondsRemaining(first: ProgressSample, last: ProgressSample): number | null {
  if (last.total <= 0 || last.done / last.total < trustedFrom) return null;
  const [done, seconds] = [last.done - first.done, (last.atMs - first.atMs) / 1000];
  if (done <= 0 || seconds <= 0) return null;
  return ((last.total - last.done) * seconds) / done;
}

/** A duration in minutes and seconds, such as 1:05; hours only if there are any. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
