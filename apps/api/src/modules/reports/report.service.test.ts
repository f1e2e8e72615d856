import { expect, it } from 'vitest';
import { type PortalContext } from '../../context/portal-context.ts';
import { withoutRight } from '../../context/portal-error.ts';
import { type drawn, DrawingRefused } from '../../drawing/drawing-process.ts';
import { type StudyService } from '../studies/index.ts';
import { type AskedReport, type ReportDesk, ReportService } from './report.service.ts';

const asked: AskedReport = { contents: 'study', language: 'en', format: 'pdf', cohort: null, snapshot: null };
const person = (userId: string): PortalContext => ({
  asker: { userId, name: userId, email: '', studies: [] },
  requestId: '',
});

/** A service whose studies are open to everybody but `stranger`, and what it has recorded. */
function service(draw?: typeof drawn) {
  const recorded: string[] = [];
  const studies = {
    scopeWith: ({ asker }: PortalContext) => {
      if (asker.userId === 'stranger') throw withoutRight('readRecords');
    },
  } as unknown as StudyService;
  const reports = new ReportService(
    studies,
    async (_, study, { what }) => void recorded.push(`${what} of ${study}`),
    draw,
  );
  return { reports, recorded };
}

/** Nothing that is asked is ever answered. */
function waiting(): ReportDesk & { leave: () => void; waits: () => boolean } {
  const leaving = new AbortController();
  let waits = false;
  return {
    answer: () => new Promise(() => undefined),
    onStep: () => undefined,
    onWaiting: () => (waits = true),
    signal: leaving.signal,
    leave: () => leaving.abort(new Error('left')),
    waits: () => waits,
  };
}

it('makes one report at a time, two of one person at most, and records none that was cancelled', async () => {
  const { reports, recorded } = service();
  const [first, second, other] = [waiting(), waiting(), waiting()];
  const made = [
    reports.make(person('a'), 'S', asked, first),
    reports.make(person('a'), 'S', asked, second),
    reports.make(person('b'), 'S', asked, other),
  ].map((one) => one.catch((error: unknown) => (error as Error).message));
  await expect(reports.make(person('a'), 'S', asked, waiting())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect([first, second, other].map(({ waits }) => waits())).toEqual([false, true, true]);
  for (const { leave } of [second, first, other]) leave();
  expect(await Promise.all(made)).toEqual(['left', 'left', 'left']);
  const again = waiting();
  const next = reports.make(person('a'), 'S', asked, again).catch((error: unknown) => (error as Error).message);
  again.leave();
  expect(await next).toBe('left');
  expect(recorded).toEqual([]);
});

it('begins nothing for those who read no record of the study', async () => {
  const { reports } = service();
  await expect(reports.make(person('stranger'), 'S', asked, waiting())).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('is drawn anew where the data changed meanwhile, and given up where they change each time', async () => {
  const file = { name: 'S.pdf', holds: 'report', rows: 3, content: new Uint8Array() };
  const drawing = (refusals: readonly string[]) => {
    let times = 0;
    const draw: typeof drawn = async () => {
      const code = refusals[times++];
      if (code !== undefined) throw new DrawingRefused('refused', code);
      return [file];
    };
    return { ...service(draw), times: () => times };
  };
  const twice = drawing(['CONFLICT', 'CONFLICT']);
  expect(await twice.reports.make(person('a'), 'S', asked, waiting())).toBe(file);
  expect([twice.times(), twice.recorded]).toEqual([3, ['report of S']]);
  const always = drawing(['CONFLICT', 'CONFLICT', 'CONFLICT']);
  await expect(always.reports.make(person('a'), 'S', asked, waiting())).rejects.toMatchObject({ code: 'CONFLICT' });
  expect([always.times(), always.recorded]).toEqual([3, []]);
  const faulty = drawing(['BAD_USER_INPUT']);
  await expect(faulty.reports.make(person('a'), 'S', asked, waiting())).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  expect(faulty.times()).toBe(1);
});
