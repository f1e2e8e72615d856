'use client';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type ReactNode } from 'react';
import { theme } from './theme.ts';

/** `nonce` lets the styles that Mantine writes into the page pass the content security policy. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce ?? ''}>
      {/* Where notifications cover neither a drawer's first fields nor its buttons. */}
      <Notifications position="bottom-left" />
      {children}
    </MantineProvider>
  );
}
