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

type Given = Partial<Pick<StudyField, 'known' | 'counts'>>;

const field = (form: string, kind: string, state: string, given: Given = { known: 'timeZero' }): StudyField => ({
  ...{ id: kind + state, key: `own_${kind}`, form, name: kind, kind, state, version: 1 },
  ...{ label: { en: kind, zh: kind }, help: null, required: false, unit: null, lowest: null, highest: null, codes: [] },
  ...{ updatedAt: '2026-11-29T12:00:00Z', updatedBy: 'Ada', known: null, counts: null },
  ...given,
});

async function table(form: string, ...fields: (readonly [kind: string, state: string, given?: Given])[]) {
  await act(async () =>
    root.render(
      <MantineProvider>
        <IntlProvider locale="en" messages={messages.en}>
          <FieldsTable
            form={forms.find(({ name }) => name === form)!}
            fields={fields.map(([kind, state, given]) => field(form, kind, state, given))}
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
      'filter, group, model',
      'filter, group, model, once published',
      'filter, model',
      'filter, once published',
      'list only',
      'no',
    ]);
  });

  it('say so where a field is an outcome, which record counts, and where it is not a variable', async () => {
    const outcome = { known: 'outcome' } as const;
    expect(await table('treatment', ['code', 'published', outcome], ['text', 'published', { known: null }])).toEqual([
      'filter',
      'no',
    ]);
    const visits = await table(
      'followUp',
      ['decimal', 'published', { ...outcome, counts: 'highest' }],
      ['boolean', 'draft', { known: 'timeZero', counts: 'any' }],
    );
    expect(visits).toEqual(['filter (highest value)', 'filter, group, model (yes in any record), once published']);
  });
});
