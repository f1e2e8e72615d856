'use client';
import { useComputedColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';

/**
 * The scheme for what is drawn by colour and not by CSS. Light until the page has taken over from the server, which
 * cannot know what this browser remembers: drawn otherwise, the two would disagree.
 */
export function useShownScheme(): 'light' | 'dark' {
  const isMounted = useMounted();
  const scheme = useComputedColorScheme('light');
  return isMounted ? scheme : 'light';
}
