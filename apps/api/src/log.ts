import { loggedError, longest } from './log-error.ts';

function plain(value: unknown): unknown {
  if (value instanceof Error) return loggedError(value);
  return typeof value === 'string' ? value.slice(0, longest) : value;
}

export type LogLevel = 'info' | 'warn' | 'error';

/**
 * One JSON line on stderr, UTC; the supervisor keeps it in PORTAL_HOME/log. Pass ids and counts, never a patient's
 * values: logs are read by people who may not read rows.
 */
export function log(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
  process.stderr.write(JSON.stringify({ at: new Date().toISOString(), level, message, ...values }) + '\n');
}
