import { expect, it } from 'vitest';
import { type PortalContext } from '../context/portal-context.ts';
import { notFound } from '../context/portal-error.ts';
import { type RunNotices } from './run-notices.ts';
import { RunWatch } from './run-watch.ts';

const ctx: PortalContext = { asker: { userId: 'a', name: 'A', email: '', studies: [] }, requestId: 'r' };
const silent = { onChange: () => () => undefined } as unknown as RunNotices;

/** A watch that reads these values in turn; an error is thrown. */
function watching(reads: readonly unknown[]) {
  const left = [...reads];
  const read = async () => {
    const next = left.shift();
    if (next instanceof Error) throw next;
    return next as { status: string };
  };
  const watched = { kind: 'inference', read, isOver: ({ status }: { status: string }) => status === 'done' };
  return new RunWatch(watched, silent, async (asker) => asker).changes(ctx, 'x');
}

async function seen(reads: readonly unknown[]): Promise<string[]> {
  const states: string[] = [];
  for await (const { status } of await watching(reads)) states.push(status);
  return states;
}

it('a watch waits for an unavailable database, and resumes with what it then reads', async () => {
  const away = Object.assign(new Error('the database system is in recovery mode'), { code: '57P03' });
  expect(await seen([{ status: 'running' }, away, away, { status: 'done' }])).toEqual(['done']);
});

it('a watch ends where the row is no longer the asker’s to see, and fails on any other error', async () => {
  expect(await seen([{ status: 'running' }, notFound('run')])).toEqual([]);
  await expect(seen([{ status: 'running' }, new Error('a fault')])).rejects.toThrow('a fault');
});
