import { expect, test } from 'vitest';
import { enterMeans } from './enter-key.ts';

const plain = {
  key: 'Enter',
  keyCode: 13,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  nativeEvent: { isComposing: false },
};

test.each([
  ['alone goes on', plain, 'next'],
  ['with Ctrl saves', { ...plain, ctrlKey: true }, 'save'],
  ['with Ctrl and Shift saves and goes on', { ...plain, ctrlKey: true, shiftKey: true }, 'saveAndGoOn'],
  ['with Command saves', { ...plain, metaKey: true }, 'save'],
  ['while composing picks a word', { ...plain, nativeEvent: { isComposing: true } }, null],
  ['with Ctrl while composing picks a word', { ...plain, ctrlKey: true, nativeEvent: { isComposing: true } }, null],
  ['that ends a composition in Safari', { ...plain, keyCode: 229 }, null],
  ['with Shift is left to the browser', { ...plain, shiftKey: true }, null],
  ['another key', { ...plain, key: 'a', keyCode: 65 }, null],
] as const)('Enter %s', (_, press, meaning) => {
  expect(enterMeans(press)).toBe(meaning);
});
