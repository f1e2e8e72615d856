'use client';
import { useComputedColorScheme } from '@mantine/core';
import { useMounted } from '@mantine/hooks';

/**
 * The scheme for what is coloured by code, not by CSS. Light until the page is hydrated: the server
 * cannot know what this browser remembers, so otherwise the two renderings would disagree.
 */
export function useShownScheme(): 'light' | 'dark' {
  const isMounted = useMounted();
  const scheme = useComputedColorScheme('light');
  return isMounted ? scheme : 'light';
}
