// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TrainingInput } from '@/graphql/generated/graphql.ts';
import { messages } from '@/i18n/messages.ts';
import { TrainingForm } from './training-form.tsx';

const started = vi.hoisted(() => [] as { readonly input: TrainingInput }[]);
vi.mock('@apollo/client/react', () => ({
  useQuery: (_: unknown, { skip }: { skip: boolean }) =>
    skip ? {} : { data: { trainingPreview: { problems: [], mostFolds: 5, snapshotId: 'as shown' } } },
  useMutation: () => [
    async ({ variables }: { variables: { input: TrainingInput } }) => {
      started.push(variables);
      return { data: { startTraining: { id: 'new' } } };
    },
    {},
  ],
}));
vi.mock('@/session/session.tsx', () => ({ useStudy: () => ({ code: 'S', centres: [] }) }));
vi.mock('@/selection/use-cohort.ts', () => ({ useCohort: () => ({ input: null }) }));
vi.mock('@/selection/cohort-bar.tsx', () => ({ CohortBar: () => null }));
vi.mock('./preview.tsx', () => ({ Preview: () => null }));

const models = [{ id: 'haim', line: null, version: null, usable: true, status: 'active' }] as never;
let root: Root;
let host: HTMLElement;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  window.matchMedia = vi.fn(() => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })) as never;
  window.ResizeObserver = class {
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
  };
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
  await act(async () =>
    root.render(
      <MantineProvider>
        <IntlProvider locale="en" messages={messages.en}>
          <TrainingForm models={models} onStarted={vi.fn()} />
        </IntlProvider>
      </MantineProvider>,
    ),
  );
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  started.length = 0;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const start = () =>
  [...host.querySelectorAll('button')].find((one) => one.textContent === messages.en.training.form.start)!;
const press = () => act(async () => start().click());
const balance = () => act(async () => host.querySelector<HTMLInputElement>('input[type=checkbox]')!.click());

describe('a training', () => {
  it('does not start between a change and its preview', async () => {
    await balance();
    expect(start().disabled).toBe(true);
    await press();
    expect(started).toEqual([]);
  });

  it('starts as it is shown', async () => {
    await balance();
    await act(async () => vi.advanceTimersByTime(300));
    expect(start().disabled).toBe(false);
    await press();
    expect(started).toMatchObject([{ input: { classWeights: 'balanced' }, snapshotId: 'as shown' }]);
  });
});
