// @vitest-environment jsdom
import { act, useLayoutEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { type AnalysisScope } from '@/graphql/generated/graphql.ts';
import { useSelectionText } from './use-selection-text.ts';

const readable = vi.hoisted(() => ({ centres: [] as string[] }));
vi.mock('@/session/session.tsx', () => ({
  useStudy: () => ({ code: 'S', centres: ['A', 'B', 'C'].map((code) => ({ code, name: code })) }),
  useCentresWith: () => readable.centres,
}));
vi.mock('./use-described-cohort.ts', () => ({ useDescribedCohort: () => [] }));
vi.mock('./use-labels.ts', () => ({ useLabels: () => ({ variable: (name: string) => name }) }));

let root: Root;
let said = '';

function Caption({ scope }: { scope: AnalysisScope }) {
  const text = useSelectionText(scope);
  useLayoutEffect(() => {
    said = text;
  });
  return null;
}

const render = (scope: AnalysisScope, centres: string[]) => {
  readable.centres = centres;
  act(() =>
    root.render(
      <IntlProvider locale="en" messages={messages.en}>
        <Caption scope={scope} />
      </IntlProvider>,
    ),
  );
  return said;
};

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  root = createRoot(document.createElement('div'));
});

afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

describe('the selection in captions and files', () => {
  it('names the centres where they are not all of the study', () => {
    expect(render('OWN', ['C', 'A'])).toBe('all patients (of A and C)');
  });

  it('names none of the whole study, whoever reads it', () => {
    expect(render('OWN', ['A', 'B', 'C'])).toBe('all patients');
    expect(render('STUDY', ['A'])).toBe('all patients');
  });
});
