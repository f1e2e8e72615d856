'use client';
import { type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { type Locale } from './locale.ts';
import { type Messages } from './messages.ts';

interface LocaleProviderProps {
  locale: Locale;
  messages: Messages;
  children: ReactNode;
}

/** Only the sentences of the reader's language travel to the browser. Instants are shown in the reader's own zone. */
export function LocaleProvider({ locale, messages, children }: LocaleProviderProps) {
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}
