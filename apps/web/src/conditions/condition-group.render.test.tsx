// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { type SubjectVariable, subjectVariables } from '@haim/schema';
import { act, useEffect, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { type ConditionGroup, draftOf, filterOf } from './condition-draft.ts';
import { ConditionsEditor } from './condition-group.tsx';

const study = vi.hoisted(() => ({
  code: 'S',
  arms: [],
  centres: [],
  fields: [],
  savedCohorts: [],
  unusedForms: [],
  monthDays: 30,
}));
vi.mock('@/session/session.tsx', () => ({ useStudy: () => study }));

const variables: readonly SubjectVariable[] = subjectVariables;
let root: Root;
let host: HTMLElement;
let draft: ConditionGroup;

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  // jsdom has none of these; Mantine asks for the colour scheme, watches sizes and scrolls its lists.
  Element.prototype.scrollIntoView = vi.fn();
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
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

function Page({ begin, errors }: { begin: ConditionGroup; errors: ReadonlyMap<string, string> }) {
  const [now, setNow] = useState(begin);
  useEffect(() => void (draft = now));
  return (
    <MantineProvider>
      <IntlProvider locale="en" messages={messages.en}>
        <ConditionsEditor draft={now} variables={variables} errors={errors} onChange={setNow} />
      </IntlProvider>
    </MantineProvider>
  );
}

const show = (begin: ConditionGroup, errors: ReadonlyMap<string, string> = new Map()) =>
  act(async () => root.render(<Page begin={begin} errors={errors} />));
const byLabel = (label: string) => host.querySelector<HTMLElement>(`[aria-label="${label}"]`)!;
const press = (element: HTMLElement) => act(async () => element.click());
const button = (text: string) => [...host.querySelectorAll('button')].filter((one) => one.textContent === text);
/** The part whose variable has the focus. */
const partWithFocus = () => {
  const field = document.activeElement;
  const label = field instanceof HTMLInputElement ? field.labels?.[0]?.textContent : null;
  return label === 'Variable' ? field?.closest('[data-part]')?.getAttribute('aria-label') : null;
};

const known = { variable: 'arm', isMissing: false };
const young = { variable: 'ageYears', between: [null, 40] as const };

describe('the editor of joined conditions', () => {
  it('makes a group of a condition, joined the other way, and goes on in its new line', async () => {
    await show(draftOf({ and: [known, young] })!);
    await press(byLabel('Join condition 2 with another in a group'));
    expect(draft.parts[1]).toMatchObject({ joint: 'or', parts: [{ variable: 'ageYears' }, { variable: '' }] });
    expect(partWithFocus()).toBe('Condition 2.2');
    // The words between the parts say how they are joined.
    expect([...host.querySelectorAll('li[data-joint]')].map((one) => one.getAttribute('data-joint'))).toEqual([
      'and',
      'or',
    ]);
  });

  it('turns a condition and a whole group round', async () => {
    await show(draftOf({ and: [known, { or: [young, known] }] })!);
    const not = (part: string) => byLabel(part).querySelector<HTMLInputElement>('input[type="checkbox"]')!;
    await press(not('Condition 1'));
    await press(not('Group 2'));
    expect(filterOf(draft, variables)).toEqual({ and: [{ not: known }, { not: { or: [young, known] } }] });
    await press(not('The condition'));
    expect(filterOf(draft, variables)).toEqual({ not: { and: [{ not: known }, { not: { or: [young, known] } }] } });
  });

  it('gives the focus to the neighbour of what is removed, and has no empty group', async () => {
    await show(draftOf({ and: [known, { or: [young, known] }] })!);
    await press(byLabel('Remove condition 2.1'));
    expect(partWithFocus()).toBe('Condition 2.1');
    await press(byLabel('Remove condition 2.1'));
    expect(filterOf(draft, variables)).toEqual(known);
    // The only one left cannot be removed, and nothing asks how one condition is joined.
    expect(byLabel('Remove condition 1')).toBeNull();
    expect(byLabel('Which of the conditions have to hold')).toBeNull();
  });

  it('adds conditions and groups where they are asked for, four levels deep at most', async () => {
    await show(draftOf(known)!);
    for (let level = 0; level < 3; level += 1) await press(button('A group of conditions').at(0)!);
    expect(button('A group of conditions')).toHaveLength(3);
    await press(button('A further condition').at(-1)!);
    expect(partWithFocus()).toMatch(/^Condition /);
  });

  it('shows what is wrong at its part', async () => {
    const begin = draftOf({ and: [known, young] })!;
    await show(begin, new Map([[begin.parts[1]!.key, 'Expected: a number']]));
    expect(byLabel('Condition 2').textContent).toContain('Expected: a number');
    expect(byLabel('Condition 1').textContent).not.toContain('Expected');
  });
});
