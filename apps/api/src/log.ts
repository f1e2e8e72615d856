/** Longer texts in a field are cut: a log line must stay a line. */
const longest = 4_000;

function plain(value: unknown): unknown {
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return { name, message, stack: stack?.slice(0, longest), ...(cause === undefined ? {} : { cause: plain(cause) }) };
  }
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
