import { writeSync } from 'node:fs';
import { loggedError, longest } from './log-error.ts';
import { logFields } from './log-scope.ts';

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
 * values: logs are read by people who may not read rows. What is under way (log-scope.ts) is added by itself. A line that
 * cannot be written is counted and not a reason to exit; the next one that can be written reports how many are missing:
 * no library of logs was found that does the same on a full disk.
 */
export function log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
  const missing = lost === 0 ? {} : { linesLostBefore: lost };
  const line = { at: new Date().toISOString(), level, message, ...missing, ...logFields(), ...values };
  try {
    logOutput.write(JSON.stringify(line) + '\n');
    lost = 0;
  } catch {
    lost += 1;
  }
}
