// @vitest-environment jsdom
import { act, useLayoutEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocaleProvider } from '@/i18n/locale-provider.tsx';
import { messages } from '@/i18n/messages.ts';
import { type FileToSave, ReportsFiles, useSaveFile } from './save-file.tsx';

let root: Root;
let save: ReturnType<typeof useSaveFile>;
/** What happened, in its order. */
let log: string[];

function Page() {
  const here = useSaveFile();
  useLayoutEffect(() => {
    save = here;
  });
  return null;
}

function show(report: ((file: { name: string; holds: string; rows: number }) => Promise<void>) | null) {
  act(() =>
    root.render(
      <LocaleProvider locale="en" messages={messages.en}>
        <ReportsFiles value={report}>
          <Page />
        </ReportsFiles>
      </LocaleProvider>,
    ),
  );
}

const cases: FileToSave = { name: 'cases.csv', content: 'patient\nP-1\n', type: 'text/csv', holds: 'cases', rows: 1 };

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  log = [];
  URL.createObjectURL = () => 'blob:of-test';
  URL.revokeObjectURL = () => undefined;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    log.push(`saved ${this.download}`);
  });
  root = createRoot(document.createElement('div'));
});

afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a file that a page makes', () => {
  it('is reported with what it holds before it is saved', async () => {
    show(async ({ name, holds, rows }) => {
      await Promise.resolve();
      log.push(`reported ${name}: ${holds}, ${rows}`);
    });
    expect(await save(cases)).toBe(true);
    expect(log).toEqual(['reported cases.csv: cases, 1', 'saved cases.csv']);
  });

  it('is not saved where that cannot be reported', async () => {
    show(() => Promise.reject(new Error('offline')));
    expect(await save(cases)).toBe(false);
    expect(log).toEqual([]);
  });

  it('without a row of the study is saved without a report', async () => {
    show(() => Promise.reject(new Error('offline')));
    expect(await save({ ...cases, name: 'template.csv', holds: null, rows: 0 })).toBe(true);
    expect(log).toEqual(['saved template.csv']);
  });
});
