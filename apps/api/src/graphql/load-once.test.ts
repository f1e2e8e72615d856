import { describe, expect, it } from 'vitest';
import { type PortalContext } from '../context/portal-context.ts';
import { allOfEach, oneOfEach } from './load-once.ts';

const contextOf = (name: string): PortalContext => ({
  asker: { userId: name, name, email: '', studies: [] },
  requestId: name,
});

interface Row {
  readonly of: string;
  readonly name: string;
}

/** Rows `name` of each key, and what was asked. */
function source(rowsOf: Record<string, readonly string[]>) {
  const asked: (readonly string[])[] = [];
  const fetch = ({ asker }: PortalContext, keys: readonly string[]): Promise<Row[]> => {
    asked.push([asker.userId, ...keys]);
    return Promise.resolve(keys.toReversed().flatMap((of) => (rowsOf[of] ?? []).map((name) => ({ of, name }))));
  };
  return { asked, fetch };
}

describe('oneOfEach', () => {
  it('fetches once for all keys requested at one moment, and gives each key its own row', async () => {
    const { asked, fetch } = source({ a: ['A'], b: ['B'] });
    const load = oneOfEach(fetch, ({ of }) => of);
    const ctx = contextOf('x');
    expect(await Promise.all(['a', 'b', 'none'].map((key) => load(ctx, key)))).toEqual([
      { of: 'a', name: 'A' },
      { of: 'b', name: 'B' },
      null,
    ]);
    expect(asked).toEqual([['x', 'a', 'b', 'none']]);
  });

  it('fetches again at another moment, even under the same context', async () => {
    const { asked, fetch } = source({ a: ['A'] });
    const load = oneOfEach(fetch, ({ of }) => of);
    const ctx = contextOf('x');
    await load(ctx, 'a');
    await load(ctx, 'a');
    expect(asked).toEqual([
      ['x', 'a'],
      ['x', 'a'],
    ]);
  });

  it('never mixes two askers', async () => {
    const { asked, fetch } = source({ a: ['A'] });
    const load = oneOfEach(fetch, ({ of }) => of);
    await Promise.all([load(contextOf('x'), 'a'), load(contextOf('y'), 'a')]);
    expect(asked).toEqual([
      ['x', 'a'],
      ['y', 'a'],
    ]);
  });
});

describe('allOfEach', () => {
  it('gives each key all of its rows, and none where there are none', async () => {
    const { asked, fetch } = source({ a: ['A1', 'A2'], b: ['B'] });
    const load = allOfEach(fetch, ({ of }) => of);
    const ctx = contextOf('x');
    const names = await Promise.all(
      ['a', 'none', 'b'].map(async (key) => (await load(ctx, key)).map(({ name }) => name)),
    );
    expect(names).toEqual([['A1', 'A2'], [], ['B']]);
    expect(asked.length).toBe(1);
  });
});
