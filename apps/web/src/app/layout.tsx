import '@fontsource/arimo/400.css';
import '@fontsource/arimo/600.css';
import '@fontsource/arimo/700.css';
import '@fontsource-variable/noto-sans-sc';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@/theme/page.css';
import { ColorSchemeScript } from '@mantine/core';
import { type Metadata, type Viewport } from 'next';
import { headers } from 'next/headers';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode } from 'react';
import { frameNamespaces } from '@/i18n/frame-namespaces.ts';
import { LocaleProvider } from '@/i18n/locale-provider.tsx';
import { messages } from '@/i18n/messages.ts';
import { chosenOf } from '@/i18n/page-messages.tsx';
import { readersLocale } from '@/i18n/readers-locale.ts';
import { ThemeProvider } from '@/theme/theme-provider.tsx';
import { Notices } from '@/ui/notices.tsx';

// Every page is rendered on request: it depends on the reader, and its scripts carry the nonce of the request.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'HAIM Portal', template: '%s · HAIM Portal' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await readersLocale();
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1];
  return (
    <html lang={locale === 'zh' ? 'zh-CN' : 'en'} suppressHydrationWarning>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <LocaleProvider locale={locale} messages={chosenOf(messages[locale], frameNamespaces)}>
          <ThemeProvider nonce={nonce}>
            <Notices />
            <NuqsAdapter>{children}</NuqsAdapter>
          </ThemeProvider>
        </LocaleProvider>
      </body>
    </html>
  );
}
