import { openPeopleFixture, study } from './people.fixture.ts';

/** A study with somebody of all centres (una), somebody of centre A (ana) and of centre B (ben); its patients are the test's. */
export async function openSnapshotPeople() {
  const at = await openPeopleFixture();
  const cookies: Record<string, string> = {};
  for (const [name, role, centre] of [
    ['una', 'statistician', null],
    ['ana', 'staff', 'A'],
    ['ben', 'investigator', 'B'],
  ] as const) {
    await at.person(name, role, centre);
    cookies[name] = await at.signIn(name);
  }

  /** Statements of the owner, in one transaction that the audit trail knows the person and the reason of. */
  const change = async (...statements: string[]): Promise<void> => {
    const who = `select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true), set_config('app.reason', 'misread', true)`;
    await at.owner.query(['begin', who, ...statements, 'commit'].join(';'));
  };

  /** The one field that a query asks for. @throws where it is refused. */
  const ask = async <T>(who: string, query: string, variables: object = {}): Promise<T> => {
    const { data, message } = await at.ask(cookies[who]!, query, { study, ...variables });
    if (message !== null) throw new Error(message);
    return Object.values(data!)[0] as T;
  };

  /** Makes a snapshot of this name. @returns its id. */
  const make = async (name: string): Promise<string> => {
    const query =
      'mutation ($study: String!, $name: String!) { makeSnapshot(study: $study, name: $name, reason: "for the manuscript") { id } }';
    return (await ask<{ id: string }>('una', query, { name })).id;
  };

  return { at, cookies, change, ask, make };
}

export type SnapshotPeople = Awaited<ReturnType<typeof openSnapshotPeople>>;
