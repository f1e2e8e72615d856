/** Longer texts are cut: a log line must stay a line. */
export const longest = 4_000;

/** Fields that PostgreSQL and its driver add to an error message; `detail` contains the row itself and is left out. */
const aboutDatabase = ['code', 'severity', 'schema', 'table', 'column', 'dataType', 'constraint', 'routine'] as const;

/**
 * An error as the log keeps it. PostgreSQL repeats what was typed in its messages (invalid input syntax for type date:
 * "…"), which may be a patient's data: the quoted parts of its errors are removed, and what they named is listed beside
 * them.
 */
export function loggedError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const because = cause === undefined ? {} : { cause: cause instanceof Error ? loggedError(cause) : cause };
  if (!isOfDatabase(error)) return { name, message, stack: stack?.slice(0, longest), ...because };
  const known = Object.fromEntries(aboutDatabase.flatMap((key) => (error[key] ? [[key, error[key]]] : [])));
  // The stack begins with the message.
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { name, message: message.replace(/"[\s\S]*"/, '"…"'), ...known, stack: frames?.join('\n'), ...because };
}

function isOfDatabase(error: Error): error is Error & Partial<Record<(typeof aboutDatabase)[number], string>> {
  return 'severity' in error && 'routine' in error;
}
