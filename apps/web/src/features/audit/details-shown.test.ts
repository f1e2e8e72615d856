import { describe, expect, it } from 'vitest';
import { detailsShown, isKindList } from './details-shown.ts';

describe('the details of an event', () => {
  it('leave out what is empty, what repeats the right, and an id beside its name', () => {
    const refused = [
      { name: 'what', value: 'inviteMember' },
      { name: 'right', value: 'managePeople' },
      { name: 'message', value: 'your role here does not include: manage people' },
    ];
    expect(detailsShown(refused).map(({ name }) => name)).toEqual(['what', 'right']);
    const outlines = [
      { name: 'slide', value: '1b4e28ba' },
      { name: 'barcode', value: 'S-1' },
      { name: 'fault', value: null },
    ];
    expect(detailsShown(outlines).map(({ name }) => name)).toEqual(['barcode']);
  });

  it('keep what a later version wrote, under the name that it has', () => {
    expect(detailsShown([{ name: 'weather', value: 'fair' }])).toEqual([
      { name: 'weather', value: 'fair', known: null },
    ]);
  });

  it.each([
    ['["create","signIn"]', true],
    ['["sneezed"]', false],
    ['create', false],
    ['7', false],
  ])('%s is a list of kinds: %s', (text, is) => {
    expect(isKindList(text)).toBe(is);
  });
});
