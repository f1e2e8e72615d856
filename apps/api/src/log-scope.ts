import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line of the log names in whose course it is written: ids, never a value of a patient. */
type LogFields = Record<string, string>;

const scopes = new AsyncLocalStorage<LogFields>();

/** Does something, such as answering a request or a run of the worker; lines that are logged meanwhile have its fields. */
export function withLogFields<Result>(fields: Readonly<LogFields>, work: () => Result): Result {
  return scopes.run({ ...fields }, work);
}

/** Adds to the lines that follow what became known on the way, such as who asks. */
export function noteInLog(fields: Readonly<LogFields>): void {
  const here = scopes.getStore();
  if (here) Object.assign(here, fields);
}

export function logFields(): Readonly<LogFields> {
  return scopes.getStore() ?? {};
}

/** The id of the request in whose course this is called: the same in its answer, in the log and in the audit trail. */
export function requestIdOfScope(): string | undefined {
  return scopes.getStore()?.['requestId'];
}
