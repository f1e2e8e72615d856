// @vitest-environment jsdom
import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { ChangedFields } from './changed-fields.tsx';

function shown(locale: 'en' | 'zh', form: string, field: string, newValue: string): string | null {
  const entry = { form, action: 'create', changes: [{ field, oldValue: null, newValue }] };
  const host = document.createElement('div');
  host.innerHTML = renderToStaticMarkup(
    <IntlProvider locale={locale} messages={messages[locale]}>
      <ChangedFields entry={entry} study={null} />
    </IntlProvider>,
  );
  return host.querySelector('ins')!.textContent;
}

// At noon of Greenwich it is the same day nearly everywhere.
const noon = '2026-11-29T12:00:00.357685+00:00';

describe('what an entry of the trail changed', () => {
  it('shows an instant in the words of the reader', () => {
    expect(shown('en', 'portalAdministrator', 'givenAt', noon)).toMatch(/^29 Nov 2026, \d\d:00$/);
    expect(shown('zh', 'study', 'closedAt', noon)).toMatch(/^2026年11月29日 \d\d:00$/);
  });

  it('leaves other texts as they were written', () => {
    expect(shown('en', 'study', 'name', noon)).toBe(noon);
    expect(shown('en', 'study', 'cutoffOn', '2024-02-29')).toBe('2024-02-29');
  });
});
