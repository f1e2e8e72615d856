'use client';
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The colour of controls: a teal that no arm and no response uses in a figure. */
const teal: MantineColorsTuple = [
  '#eaf6f5',
  '#d5e9e7',
  '#a8d3cf',
  '#78bcb7',
  '#4fa8a2',
  '#2f958f',
  '#158079',
  '#0b6a65',
  '#075752',
  '#03433f',
];

/**
 * The scroll lock writes a style without a nonce into the page: the content policy blocks and logs it each time. By name,
 * because the components themselves come with the first dialog.
 */
const withoutScrollLock = { defaultProps: { lockScroll: false } };

export const theme = createTheme({
  components: { Modal: withoutScrollLock, Drawer: withoutScrollLock },
  colors: { teal },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: "Arimo, 'Noto Sans SC Variable', Arial, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.55', xl: '1.5' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
});
