import { buildSchema } from 'graphql';
import { emittedSchema } from '../emit-schema.ts';
import { giveIds, type Operation, type Slot, slotsOf, textOf } from './call.fixture.ts';
import { type Answer, type Doors } from './doors.fixture.ts';
import { selectionOf } from './selection.fixture.ts';

export const contract = buildSchema(await emittedSchema());
export const kinds = {
  query: contract.getQueryType()!,
  mutation: contract.getMutationType()!,
  subscription: contract.getSubscriptionType()!,
};
export type Kind = keyof typeof kinds;
export const operations = (Object.keys(kinds) as Kind[]).flatMap((kind) =>
  Object.values(kinds[kind].getFields()).map((operation) => ({ kind, operation })),
);

const json = { 'content-type': 'application/json' };
const post = { method: 'POST', path: '/graphql', headers: json };

export function ask(
  at: Doors,
  cookie: string,
  kind: Kind,
  operation: Operation,
  variables: object,
  depth = 4,
): Promise<Answer> {
  const query = textOf(kind, operation, variables, selectionOf(operation.type, depth));
  const body = JSON.stringify({ query, variables });
  return kind === 'subscription'
    ? at.send(cookie, { ...post, path: '/graphql/stream', headers: { ...json, accept: 'text/event-stream' }, body })
    : at.send(cookie, { ...post, body });
}

/** What is planted as name, numbers and telephone of a patient. */
export const identifying = /canary-[abx]\d*-identity-/;

/** The first error of an answer, null where there is none. */
export const faultOf = ({ text }: Answer): string | null =>
  /"errors":/.test(text) ? (/"message":"(.*?)(?<!\\)"/.exec(text)?.[1] ?? text) : null;

/** A slot with what it is named in and, for a correction, what that needs beside the id. */
export const withVersion = (operation: Operation, slot: Slot): Slot[] =>
  [slot].concat(
    slotsOf(operation).filter(({ path }) => path.length === 1 && /^(study|version|reason)$/.test(path[0]!)),
  );

/** Says which versions of models are activated and retired: their ids are known once they are registered. */
export async function nameVersions(at: Doors): Promise<void> {
  const { text } = await at.send(at.master.cookie, { ...post, body: '{"query":"{ models { id versionId } }"}' });
  const { models } = (JSON.parse(text) as { data: { models: { id: string; versionId: string }[] } }).data;
  const version = (id: string) => models.find((model) => model.id === id)!.versionId;
  giveIds({ 'activateModel.id': version('tiny-b'), 'retireModel.id': version('spare') });
}
