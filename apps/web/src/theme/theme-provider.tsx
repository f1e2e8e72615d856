'use client';
import { MantineProvider } from '@mantine/core';
import { type ReactNode } from 'react';
import { theme } from './theme.ts';

/** `nonce` lets the styles that Mantine writes into the page pass the content security policy. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce ?? ''}>
      {children}
    </MantineProvider>
  );
}
