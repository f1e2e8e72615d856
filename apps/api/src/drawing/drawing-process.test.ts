import { type AskedOperation, type FigureOrder } from '@haim/schema';
import { expect, it } from 'vitest';
import { drawn, DrawingRefused } from './drawing-process.ts';

const order: FigureOrder = {
  kind: 'figure',
  figure: 'survival',
  study: 'NONE',
  cohort: null,
  snapshot: null,
  language: 'en',
  endpoint: 'OS',
  groupBy: 'arm',
  widthMm: 180,
  formats: ['svg'],
};

it('asks as a page does, and reports what the API refuses, with its code', async () => {
  const asked: AskedOperation[] = [];
  const answer = async (operation: AskedOperation) => {
    asked.push(operation);
    return { errors: [{ message: 'sign in first', extensions: { code: 'UNAUTHENTICATED' } }] };
  };
  const refusal = await drawn(order, { answer }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DrawingRefused);
  expect(refusal).toMatchObject({ message: 'sign in first', code: 'UNAUTHENTICATED' });
  expect(asked.map(({ query }) => /query (\w+)/.exec(query)?.[1])).toEqual(['Session']);
});

it('draws nothing of a study that its orderer has none of', async () => {
  const session = { viewer: { memberships: [] }, mySecondFactor: { isDue: false }, studies: [] };
  const refused = drawn(order, { answer: async () => ({ data: session }) });
  await expect(refused).rejects.toThrow('study: no study has the code NONE');
});

it('ends with whoever wanted it: an abort, and an answer that fails, end the process', async () => {
  const leaving = new AbortController();
  const cancelled = drawn(order, {
    answer: () => new Promise(() => leaving.abort(new Error('cancelled'))),
    signal: leaving.signal,
  });
  await expect(cancelled).rejects.toThrow('cancelled');
  const broken = drawn(order, { answer: () => Promise.reject(new Error('no database')) });
  await expect(broken).rejects.toThrow('no database');
});
