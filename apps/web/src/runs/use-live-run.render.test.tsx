// @vitest-environment jsdom
import { act, useLayoutEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunState } from './run.ts';
import { type LiveRun, useLiveRun } from './use-live-run.ts';

const start = Date.parse('2030-01-01T10:00:00Z');
const running: RunState = {
  id: 'r',
  status: 'running',
  stage: 'features',
  done: 0,
  total: 200,
  attempts: 1,
  errorCode: null,
  errorMessage: null,
  queuedAt: '2030-01-01T09:59:00Z',
  startedAt: '2030-01-01T09:59:30Z',
  finishedAt: null,
  requestedBy: '',
};

let root: Root;
let live: LiveRun;
let asked = 0;

function Following({ run }: { run: RunState }) {
  const now = useLiveRun(run, () => (asked += 1));
  useLayoutEffect(() => {
    live = now;
  });
  return null;
}

const show = (changes: Partial<RunState>) => act(() => root.render(<Following run={{ ...running, ...changes }} />));
/** Advances second by second, so that React renders between ticks as on a page. */
function pass(seconds: number) {
  for (let second = 0; second < seconds; second += 1) act(() => vi.advanceTimersByTime(1000));
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers({ now: start });
  root = createRoot(document.createElement('div'));
  asked = 0;
});

afterEach(() => {
  act(() => root.unmount());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a followed run', () => {
  it('is polled every two seconds once its stream has been silent for five', () => {
    show({});
    pass(5);
    expect([asked, live.isPolled]).toEqual([0, false]);
    // Detected as silent at 6 s, polled at 8, 10 and 12.
    pass(7);
    expect([asked, live.isPolled]).toEqual([3, true]);
  });

  it('is not polled while its stream delivers events, nor after it has ended', () => {
    show({});
    for (let i = 0; i < 4; i += 1) {
      pass(4);
      act(() => live.heard());
    }
    expect([asked, live.isPolled]).toEqual([0, false]);
    show({ status: 'done' });
    pass(60);
    expect([asked, live.isLive]).toEqual([0, false]);
  });

  it('reports how long it took, and how long the stage may still take at the observed pace', () => {
    show({});
    pass(10);
    show({ done: 40 });
    // 40 in 10 s: 160 more take 40 s. It began 30 s before it was first shown.
    expect([live.elapsed, live.remaining]).toEqual([40, 40]);
    // After a reload, or in a new attempt, the pace differs: nothing is known until there is progress.
    show({ attempts: 2, done: 40 });
    expect(live.remaining).toBeNull();
    pass(5);
    show({ attempts: 2, done: 60 });
    // 20 in 5 s: 140 more take 35 s.
    expect(live.remaining).toBe(35);
  });

  it('reports no remaining time for a stage that is not counted, or before it began', () => {
    show({ stage: 'hashing', done: null, total: null });
    pass(10);
    expect(live.remaining).toBeNull();
    show({ status: 'queued', stage: null, startedAt: null });
    expect(live.elapsed).toBeNull();
  });
});
