// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { expect, it, vi } from 'vitest';
import { messages } from '@/i18n/messages.ts';
import { NoticesShown } from './notices-shown.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
Object.assign(window, {
  matchMedia: () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }),
});

it.each([
  ['en', 'Close this message'],
  ['zh', '关闭此消息'],
] as const)('in %s the button that closes a message has a name', async (locale, name) => {
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () =>
    root.render(
      <IntlProvider locale={locale} messages={messages[locale]}>
        <MantineProvider>
          <NoticesShown />
        </MantineProvider>
      </IntlProvider>,
    ),
  );
  await act(async () => void notifications.show({ id: locale, message: 'stored' }));
  expect([...document.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'))).toEqual([name]);
  await act(async () => notifications.clean());
  await act(async () => root.unmount());
});
