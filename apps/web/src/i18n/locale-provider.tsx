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

/** Only the messages in the reader's language are sent to the browser. Instants are shown in the reader's own zone. */
export function LocaleProvider({ locale, messages, children }: LocaleProviderProps) {
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}
