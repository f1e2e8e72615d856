import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('the hospital’s own sign-in', () => {
  const all = {
    PORTAL_OIDC_ISSUER: 'https://login.example.org/realms/hospital',
    PORTAL_OIDC_CLIENT_ID: 'haim-portal',
    PORTAL_OIDC_CLIENT_SECRET: 'given by the provider',
    PORTAL_OIDC_LABEL: 'General Hospital',
  };
  const given = {
    issuer: all.PORTAL_OIDC_ISSUER,
    clientId: 'haim-portal',
    clientSecret: 'given by the provider',
    label: 'General Hospital',
  };

  it('is off where nothing is set, or nothing but blanks', () => {
    expect(readSettings({}).provider).toBeNull();
    expect(readSettings({ PORTAL_OIDC_ISSUER: ' ', PORTAL_OIDC_SECOND_FACTOR: '' }).provider).toBeNull();
  });

  it('is on where all four are set, and trusts the second factor where it is told to', () => {
    expect(readSettings(all).provider).toEqual({ ...given, isSecondFactorTrusted: false });
    expect(readSettings({ ...all, PORTAL_OIDC_SECOND_FACTOR: 'trusted' }).provider).toEqual({
      ...given,
      isSecondFactorTrusted: true,
    });
  });

  it.each(Object.keys(all))('names %s where it alone is missing', (name) => {
    expect(() => readSettings({ ...all, [name]: '' })).toThrow(new RegExp(`^${name} is not set: set .*\\.$`));
  });

  it('does not start with the rule alone', () => {
    expect(() => readSettings({ PORTAL_OIDC_SECOND_FACTOR: 'trusted' })).toThrow(/^PORTAL_OIDC_ISSUER is not set: /);
  });

  it.each([
    [
      'PORTAL_OIDC_ISSUER',
      'login.example.org',
      /^PORTAL_OIDC_ISSUER \(login\.example\.org\) is not an https address: /,
    ],
    ['PORTAL_OIDC_ISSUER', 'http://login.example.org', /is not an https address: /],
    ['PORTAL_OIDC_ISSUER', 'http://localhost.example.org', /is not an https address: /],
    ['PORTAL_OIDC_ISSUER', 'https://login.example.org/?realm=1', /has a query or a fragment: /],
    ['PORTAL_OIDC_LABEL', 'x'.repeat(61), /is longer than 60 characters: /],
    [
      'PORTAL_OIDC_SECOND_FACTOR',
      'yes',
      /^PORTAL_OIDC_SECOND_FACTOR \(yes\) is something else than trusted: set trusted where /,
    ],
  ])('refuses %s=%s', (name, value, sentence) => {
    expect(() => readSettings({ ...all, [name]: value })).toThrow(sentence);
  });

  it('takes http on this machine, where nobody is on the way', () => {
    for (const issuer of ['http://localhost:4710', 'http://127.0.0.1:4710/realm', 'http://[::1]:4710'])
      expect(readSettings({ ...all, PORTAL_OIDC_ISSUER: issuer }).provider).toMatchObject({ issuer });
  });
});

it.each([
  ['PORTAL_URL', 'portal.example.org', /^PORTAL_URL \(portal\.example\.org\) is not an http or https address: set /],
  ['DATABASE_URL', 'db.example.org/portal', /^DATABASE_URL is not a PostgreSQL address: set /],
])('%s=%s, which is no address at all, is named like any other that is wrong', (name, value, sentence) => {
  expect(() => readSettings({ [name]: value })).toThrow(sentence);
});

describe('R', () => {
  it('is searched where nothing is set, and may be off or named', () => {
    expect(readSettings({}).r).toBeNull();
    expect(readSettings({ PORTAL_R: 'off' }).r).toBe('off');
    expect(readSettings({ PORTAL_R: import.meta.dirname }).r).toBe(import.meta.dirname);
  });

  it('stops the start where what is named is not there', () => {
    expect(() => readSettings({ PORTAL_R: '/no/such/Rscript' })).toThrow(
      /^PORTAL_R \(\/no\/such\/Rscript\) is not there: set the path of Rscript/,
    );
  });
});
