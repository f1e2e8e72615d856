import { ApolloServer } from '@apollo/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Asker } from '../context/asker.ts';
import { type PortalContext } from '../context/portal-context.ts';
import { turnsOfAccounts } from './turns-of-accounts.ts';

let apollo: ApolloServer<PortalContext>;
/** The operations under way, by the name that they were given; calling one ends it. */
let held: Map<string, () => void>;

beforeEach(() => {
  held = new Map();
  apollo = new ApolloServer<PortalContext>({
    typeDefs: 'type Query { long(name: String, fails: Boolean = false): String, begun: [String] }',
    resolvers: {
      Query: {
        long: async (_root, { name, fails }: { name: string; fails: boolean }) => {
          await new Promise<void>((end) => held.set(name, end));
          if (fails) throw new Error('broken');
          return name;
        },
        begun: () => [...held.keys()],
      },
    },
    plugins: [turnsOfAccounts({ atOnce: 2, waiting: 1 })],
  });
});
afterEach(() => apollo.stop());

async function ask(userId: string, query: string, gone?: AbortSignal) {
  const asker = { userId } as Asker;
  const contextValue = { asker, requestId: '', ...(gone && { gone }) };
  const { body, http } = await apollo.executeOperation({ query }, { contextValue });
  if (body.kind !== 'single') throw new Error('an answer in pieces');
  const { data, errors = [] } = body.singleResult;
  return { data: { ...data }, codes: errors.map(({ extensions }) => extensions?.['code']), status: http.status ?? 200 };
}

const long = (name: string, of = 'a') => ask(of, `{ long(name: "${name}") }`);
const begun = (...names: string[]) => expect.poll(() => [...held.keys()]).toEqual(names);

it('lets an account have so many operations at once, and others theirs', async () => {
  const first = long('first');
  await begun('first');
  const second = long('second');
  await begun('first', 'second');
  const third = long('third');
  // Another account is answered, while the third waits.
  expect(await ask('b', '{ begun }')).toEqual({ data: { begun: ['first', 'second'] }, codes: [], status: 200 });
  held.get('second')!();
  expect((await second).data).toEqual({ long: 'second' });
  await begun('first', 'second', 'third');
  held.get('third')!();
  held.get('first')!();
  expect((await Promise.all([first, third])).map(({ codes }) => codes)).toEqual([[], []]);
});

it('refuses what comes past the line, with the status that programs wait at', async () => {
  const first = long('first');
  await begun('first');
  const second = long('second');
  await begun('first', 'second');
  // One of these waits, and the other finds the line full: which of them is not said.
  const both = [long('third'), long('fourth')];
  const refused = await Promise.race(both);
  expect(refused).toMatchObject({ codes: ['TOO_MANY_REQUESTS'], status: 429 });
  held.get('first')!();
  held.get('second')!();
  await expect.poll(() => held.size).toBe(3);
  [...held.values()].at(-1)!();
  const answers = await Promise.all([first, second, ...both]);
  expect(answers.map(({ codes }) => codes.length).toSorted()).toEqual([0, 0, 0, 1]);
});

it('has a turn again after an operation that failed, or that is none', async () => {
  for (const name of ['1', '2', '3', '4']) {
    const failing = ask('a', `{ long(name: "${name}", fails: true) }`);
    await expect.poll(() => held.has(name)).toBe(true);
    held.get(name)!();
    expect((await failing).codes).toEqual(['INTERNAL_SERVER_ERROR']);
    expect((await ask('a', '{ another }')).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  }
  expect((await ask('a', '{ begun }')).data).toEqual({ begun: ['1', '2', '3', '4'] });
});

it('does not carry out what waited for somebody who has gone', async () => {
  const first = long('first');
  await begun('first');
  const second = long('second');
  await begun('first', 'second');
  const gone = new AbortController();
  const third = ask('a', '{ long(name: "third") }', gone.signal);
  gone.abort();
  expect((await third).codes).toEqual(['UNAVAILABLE']);
  held.get('first')!();
  held.get('second')!();
  await Promise.all([first, second]);
  expect((await ask('a', '{ begun }')).data).toEqual({ begun: ['first', 'second'] });
});
