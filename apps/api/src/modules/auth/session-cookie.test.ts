import { describe, expect, it } from 'vitest';
import { sessionToken } from './session-cookie.ts';

const secret = 'a secret of this test alone';
const token = 'Q2hhbmdlLW1lLXRva2Vu';
// printf 'Q2hhbmdlLW1lLXRva2Vu' | openssl dgst -sha256 -hmac 'a secret of this test alone' -binary | base64
const signature = 'T/imBC1bLz/2Kv5Ngqzbss+nj1PXJYQC9HYRrR5C80k=';
const signed = encodeURIComponent(`${token}.${signature}`);
const read = (header: string) => sessionToken(header, 'portal_session', secret);

describe('the token of a session cookie', () => {
  it('is read from among other cookies, quoted or not', () => {
    expect(read(`portal_session=${signed}`)).toBe(token);
    expect(read(`a=1; portal_session=${signed}; b=2`)).toBe(token);
    expect(read(`a=1;portal_session="${signed}"`)).toBe(token);
  });

  it.each([
    ['no cookie', ''],
    ['another name', `other=${signed}`],
    ['a name that only ends like it', `__Host-portal_session=${signed}`],
    ['a token without a signature', `portal_session=${token}`],
    ['a signature without a token', `portal_session=${encodeURIComponent(`.${signature}`)}`],
    ['another token under the same signature', `portal_session=${encodeURIComponent(`x${token}.${signature}`)}`],
    ['a signature cut short', `portal_session=${encodeURIComponent(`${token}.${signature.slice(0, 20)}`)}`],
    ['a signature and more', `portal_session=${encodeURIComponent(`${token}.${signature}AAAA`)}`],
    ['broken percent-encoding', `portal_session=%E0%A4%A${token}`],
    ['an empty value', 'portal_session='],
    ['a forged cookie before the right one', `portal_session=x.y; portal_session=${signed}`],
  ])('is null for %s', (_what, header) => {
    expect(read(header)).toBeNull();
  });

  it('is null if signed with another secret', () => {
    expect(sessionToken(`portal_session=${signed}`, 'portal_session', 'another secret')).toBeNull();
  });
});
