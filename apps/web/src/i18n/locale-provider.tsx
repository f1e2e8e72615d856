'use client';
import { type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { type Locale } from './locale.ts';
import { type Messages } from './messages.ts';

interface LocaleProviderProps {
  locale: Locale;
  messages: Partial<Messages>;
  children: ReactNode;
}

/** Only messages in the reader's language are sent to the browser, by the frame and by each page. Instants are shown in the reader's own zone. */
export function LocaleProvider({ locale, messages, children }: LocaleProviderProps) {
  return (
    <IntlProvider locale={locale} messages={messages}>
      {children}
    </IntlProvider>
  );
}
