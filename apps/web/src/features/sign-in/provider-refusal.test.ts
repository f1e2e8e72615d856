import { expect, it } from 'vitest';
import { readRefusal } from './provider-refusal.ts';

it('reads what the API writes', () => {
  expect(readRefusal('{"because":"anotherAddress","came":"a@site.org","expected":"b@site.org"}')).toEqual({
    because: 'anotherAddress',
    came: 'a@site.org',
    expected: 'b@site.org',
  });
  expect(readRefusal('{"because":"providerDown"}')).toEqual({ because: 'providerDown', came: '', expected: '' });
});

it.each([undefined, '', 'null', '3', '[]', '{"because":"toString"}', '{"came":"a@site.org"}', '{'])(
  'shows nothing for %j',
  (text) => expect(readRefusal(text)).toBeNull(),
);
