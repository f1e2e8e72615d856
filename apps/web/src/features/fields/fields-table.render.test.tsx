// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { forms } from '@haim/schema';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { FieldsTable } from './fields-table.tsx';
import { type StudyField } from './query.ts';

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  // jsdom has no matchMedia; Mantine asks it for the colour scheme.
  window.matchMedia = vi.fn(() => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  })) as never;
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
});

const field = (form: string, kind: string, state: string): StudyField => ({
  ...{ id: kind + state, key: `own_${kind}`, form, name: kind, kind, state, version: 1 },
  ...{ label: { en: kind, zh: kind }, help: null, required: false, unit: null, lowest: null, highest: null, codes: [] },
  ...{ updatedAt: '2026-11-29T12:00:00Z', updatedBy: 'Ada' },
});

async function table(form: string, ...fields: (readonly [kind: string, state: string])[]) {
  await act(async () =>
    root.render(
      <MantineProvider>
        <IntlProvider locale="en" messages={messages.en}>
          <FieldsTable
            form={forms.find(({ name }) => name === form)!}
            fields={fields.map(([kind, state]) => field(form, kind, state))}
            onOpen={() => undefined}
            onOrder={() => undefined}
          />
        </IntlProvider>
      </MantineProvider>,
    ),
  );
  return [...host.querySelectorAll('td[data-heading="In analyses"]')].map(({ textContent }) => textContent);
}

describe('the fields of a form, in analyses', () => {
  it('say what each of them may do, and from when', async () => {
    const uses = await table(
      'baseline',
      ['code', 'published'],
      ['boolean', 'draft'],
      ['decimal', 'published'],
      ['date', 'draft'],
      ['text', 'published'],
      ['code', 'retired'],
    );
    expect(uses).toEqual([
      'filter and group',
      'filter and group, once published',
      'filter',
      'filter, once published',
      'no',
      'no',
    ]);
    expect(host.textContent).toContain('6 fields. By published fields of this form, patients are filtered and grouped');
  });

  it.each([
    ['treatment', 'whether a field of this form is known at time zero'],
    ['followUp', 'several records'],
    ['tumourAssessment', 'several records'],
    ['adverseEvent', 'several records'],
  ])('are not variables yet where the form is %s, and why', async (form, why) => {
    expect(await table(form, ['code', 'published'])).toEqual(['not yet']);
    expect(host.textContent).toMatch(new RegExp(`Not in analyses yet: .*${why}`));
  });

  it.each(['demographics', 'eligibility'])('are variables where the form is %s', async (form) => {
    expect(await table(form, ['integer', 'published'])).toEqual(['filter']);
  });
});
