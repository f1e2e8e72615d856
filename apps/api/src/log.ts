import { writeSync } from 'node:fs';
import { loggedError, longest } from './log-error.ts';

const stderr = 2;

/** Where lines go: not through process.stderr, a stream that fails for good after one failure, as on a full disk. */
export const logOutput = { write: (line: string): void => void writeSync(stderr, line) };

function plain(value: unknown): unknown {
  if (value instanceof Error) return loggedError(value);
  return typeof value === 'string' ? value.slice(0, longest) : value;
}

export type LogLevel = 'info' | 'warn' | 'error';

/** Lines that could not be written. */
let lost = 0;

/**
 * One JSON line on stderr, UTC; the supervisor keeps it in PORTAL_HOME/log. Pass ids and counts, never a patient's
 * values: logs are read by people who may not read rows. A line that cannot be written is counted and not a reason to
 * exit; the next one that can be written reports how many are missing.
 */
export function log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
  const missing = lost === 0 ? {} : { linesLostBefore: lost };
  try {
    logOutput.write(JSON.stringify({ at: new Date().toISOString(), level, message, ...missing, ...values }) + '\n');
    lost = 0;
  } catch {
    lost += 1;
  }
}
