// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { besideAnswer, onOpening } from './on-opening.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let idle: (() => void)[] = [];
beforeEach(() => {
  idle = [];
  Object.assign(window, {
    requestIdleCallback: (go: () => void) => idle.push(go),
    matchMedia: () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }),
  });
});
afterEach(() => void document.body.replaceChildren());

/** Lets everything that the browser would do in idle time happen. */
async function rest(): Promise<void> {
  for (let go = idle.shift(); go; go = idle.shift()) {
    go();
    await new Promise((done) => setTimeout(done));
  }
}

async function show(node: ReactNode): Promise<HTMLElement> {
  const place = document.body.appendChild(document.createElement('div'));
  await act(async () =>
    createRoot(place).render(
      <IntlProvider locale="en" messages={messages.en}>
        <MantineProvider>{node}</MantineProvider>
      </IntlProvider>,
    ),
  );
  return place;
}

const Dialog = ({ name }: { name: string }) => <p>{name} is open</p>;

it('what is opened is fetched once the browser rests, one after another, and is then there at once', async () => {
  const asked: string[] = [];
  const load = (name: string) => async () => {
    asked.push(name);
    return Dialog;
  };
  const First = onOpening(load('first'));
  onOpening(load('second'));
  expect(asked).toEqual([]);
  idle.shift()?.();
  expect(asked).toEqual(['first']);
  await new Promise((done) => setTimeout(done));
  await rest();
  expect(asked).toEqual(['first', 'second']);
  expect((await show(<First name="first" />)).textContent).toContain('first is open');
  expect(asked).toEqual(['first', 'second']);
});

it('what is opened before is fetched at once, with something in its place', async () => {
  let arrive: (part: typeof Dialog) => void = () => undefined;
  const Part = onOpening(() => new Promise<typeof Dialog>((resolve) => (arrive = resolve)), <i>soon</i>);
  const place = await show(<Part name="it" />);
  expect(place.querySelector('i')?.textContent).toBe('soon');
  await act(async () => arrive(Dialog));
  expect(place.textContent).toContain('it is open');
  await rest();
});

it('what cannot be fetched says so and leaves the page; the next opening tries again', async () => {
  let reaches = false;
  const Part = onOpening(async () => {
    if (!reaches) throw new Error('no network');
    return Dialog;
  });
  await rest();
  const place = await show(<Part name="it" />);
  expect(place.querySelector('[role=alert]')?.textContent).toContain(messages.en.ui.errors.NETWORK);
  reaches = true;
  expect((await show(<Part name="it" />)).textContent).toContain('it is open');
});

it('what shows an answer is fetched as soon as the page runs', () => {
  let asked = 0;
  besideAnswer(async () => {
    asked += 1;
    return Dialog;
  }, null);
  expect(asked).toBe(1);
});
