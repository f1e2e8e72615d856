import { type Locale, variableIn } from '@haim/schema';
import { createTranslator } from 'use-intl/core';
import { messages } from '@/i18n/messages.ts';
import { knownCode } from '@/ui/error-state.tsx';
import { type Refused } from './desk.ts';

/**
 * A refusal in the language of the document. The sentences of the API are English; what it expects of each field it says in
 * both languages, and its codes have the words that pages show for them.
 */
export function refusalIn(language: Locale, { message, code, issues }: Refused): string {
  if (language === 'en') return message;
  const t = createTranslator({ locale: language, messages: messages[language], namespace: 'report.document' });
  if (issues.length > 0) {
    const lines = issues.map(({ field, expected }) =>
      t('expected', { field: variableIn(field, { own: [] })?.short[language] ?? field, expected: expected[language] }),
    );
    return [...new Set(lines)].join('');
  }
  return code === null ? message : messages[language].ui.errors[knownCode(code)];
}
