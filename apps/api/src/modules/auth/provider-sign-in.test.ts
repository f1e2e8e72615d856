import { type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logOutput } from '../../log.ts';
import { disableAccount, forgetProvider } from './accounts.ts';
import { codeOf, earlierCodeOf, secretOf } from './authenticator.fixture.ts';
import { Browser } from './browser.fixture.ts';
import { openProvider, type Person, settingsOf } from './provider.fixture.ts';
import {
  openProviderWorld,
  outcomeOf,
  password,
  type Portal,
  post,
  startAt,
  verified,
} from './provider-world.fixture.ts';

const world = await openProviderWorld(['ada', 'ben', 'cyd', 'dee', 'eve', 'fay', 'gus', 'hal', 'kim']);
const { owner, portal, provider, forger, openPortal, signIn, eventsOf, sessions } = world;

beforeEach(async () => void (await portal.auth.pool.query('delete from "rateLimit"')));
afterAll(world.close);

/** Nobody is signed in, the page says why, and the way on is kept. */
const refused = (refusal: object, next = '/studies/X') => ({
  page: `/sign-in?${new URLSearchParams({ refused: '', next }).toString()}`,
  status: 200,
  who: null,
  refusal,
});

describe('an account that is open', () => {
  it('is found by its verified address, linked, and signed in', async () => {
    const { issuer } = provider;
    const events = await eventsOf(async () => {
      const seen = await signIn(verified('ada', { email: 'Ada@Site.ORG' }));
      expect(seen).toMatchObject({ page: '/sign-in?next=%2Fstudies%2FX', refusal: null });
      expect(seen.who).toMatchObject({ email: 'ada@site.org', name: 'ada' });
    });
    expect(events).toEqual([
      ['providerLinked', 'ada', { issuer, subject: 'subject of ada' }],
      ['signIn', 'ada', { by: 'provider' }],
    ]);
  });

  it('is found by the link from then on, whatever address comes', async () => {
    const events = await eventsOf(async () => {
      const seen = await signIn({ sub: 'subject of ada', email: 'ben@site.org', email_verified: true });
      expect(seen.who).toMatchObject({ email: 'ada@site.org' });
      expect((await signIn({ sub: 'subject of ada' })).who).toMatchObject({ email: 'ada@site.org' });
    });
    expect(events).toEqual([
      ['signIn', 'ada', { by: 'provider' }],
      ['signIn', 'ada', { by: 'provider' }],
    ]);
  });

  it('keeps its password', async () => {
    expect((await post(portal, '/sign-in/email', { email: 'ada@site.org', password })).status).toBe(200);
  });

  it('is asked for by a request with PKCE, state and nonce, and the provider is asked about nobody', async () => {
    const { url } = await new Browser().go(startAt('/', portal), /\/auth\?/);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({ response_type: 'code', scope: 'openid email', code_challenge_method: 'S256' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name], name).toMatch(/^[\w-]{43}$/);
    expect(Object.keys(asked)).not.toContain('login_hint');
  });
});

describe('refused, with what would be right', () => {
  it.each<[string, Person, { because: string; came?: string }, string]>([
    [
      'an address that the provider does not vouch for',
      verified('ben', { email_verified: false }),
      { because: 'unverified', came: 'ben@site.org' },
      'nobody',
    ],
    [
      'one of which it does not say whether it does',
      { sub: 'subject of ben', email: 'ben@site.org' },
      { because: 'unverified', came: 'ben@site.org' },
      'nobody',
    ],
    ['no address', { sub: 'subject of ben' }, { because: 'noAddress' }, 'nobody'],
    ['an address without an account', verified('zoe'), { because: 'noAccount', came: 'zoe@site.org' }, 'nobody'],
    [
      'an address that only looks like that of an account (the sign of the kelvin, U+212A, is a k in lower case)',
      verified('kelvin', { email: '\u{212A}im@site.org' }),
      { because: 'noAccount', came: '\u{212A}im@site.org' },
      'nobody',
    ],
    [
      'an account that is somebody else’s at the provider',
      { ...verified('ada'), sub: 'another subject' },
      { because: 'linkedToAnother', came: 'ada@site.org' },
      'ada',
    ],
  ])('%s', async (_what, person, refusal, named) => {
    const before = await sessions();
    const events = await eventsOf(async () => expect(await signIn(person)).toMatchObject(refused(refusal)));
    expect(events).toEqual([['signInFailed', named, { by: 'provider', because: refusal.because }]]);
    expect(await sessions()).toBe(before);
  });

  it('a closed account, in the words for an unknown address, linked or not', async () => {
    expect((await signIn(verified('cyd'))).who).toMatchObject({ name: 'cyd' });
    await disableAccount(portal.auth, 'cyd@site.org');
    await disableAccount(portal.auth, 'dee@site.org');
    for (const name of ['cyd', 'dee']) {
      const events = await eventsOf(async () => {
        const seen = await signIn(verified(name));
        expect(seen).toMatchObject(refused({ because: 'noAccount', came: `${name}@site.org` }));
        expect(Object.keys(seen.refusal ?? {})).toEqual(['because', 'came']);
      });
      expect(events).toEqual([['signInFailed', name, { by: 'provider', because: 'disabled' }]]);
    }
  });

  it('whoever does not go through with it at the provider', async () => {
    expect(await signIn(null)).toMatchObject(refused({ because: 'cancelled' }));
  });

  it('another address than that of the invitation that is open in the same browser', async () => {
    const token = 'a-link-of-this-test';
    await owner.query(
      `with s as (insert into portal.study (code, name, synthetic, month_days, time_zero) values ('INV', 'Invited', true, 30, 'first HAIC') returning id)
       insert into portal.invitation (study_id, role, email, token_sha256, invited_by, expires_at)
       select id, 'statistician', 'hal@site.org', sha256($1), 'somebody', now() + interval '1 day' from s`,
      [Buffer.from(token)],
    );
    const next = `/invitation/${token}`;
    for (const came of ['ada', 'eve']) {
      const refusal = { because: 'anotherAddress', came: `${came}@site.org`, expected: 'hal@site.org' };
      expect(await signIn(verified(came), next)).toMatchObject(refused(refusal, next));
    }
    expect(await signIn(verified('hal'), next)).toMatchObject({ who: { name: 'hal' }, refusal: null });
    // One that can no longer be accepted expects nobody.
    await owner.query('update portal.invitation set revoked_at = now()');
    expect((await signIn(verified('ada'), next)).who).toMatchObject({ name: 'ada' });
  });

  it('and by an operator who forgets the link, it is made anew', async () => {
    const before = (await signIn(verified('fay'))).browser.cookieOf(portal.base);
    const events = await eventsOf(async () => expect(await forgetProvider(portal.auth, 'fay@site.org')).toBe(true));
    expect(events).toMatchObject([['providerUnlinked', 'portal user', {}]]);
    expect(await (await fetch(`${portal.base}/who`, { headers: { cookie: before } })).json()).toBeNull();
    const anew = await signIn({ ...verified('fay'), sub: 'subject after a merger' });
    expect(anew.who).toMatchObject({ name: 'fay' });
    expect(await forgetProvider(portal.auth, 'ben@site.org')).toBe(false);
  });
});

describe('the way back', () => {
  const callback = /\/api\/auth\/provider\/callback/;

  it('counts once', async () => {
    provider.state.person = verified('ada');
    const browser = new Browser();
    const { url } = await browser.go(startAt('/', portal), callback);
    const left = new Map(browser.jar(url));
    expect((await outcomeOf(browser, portal, await browser.go(url.href))).who).toMatchObject({ name: 'ada' });
    // A copy of the browser as it was before.
    const copy = new Browser();
    for (const [name, value] of left) copy.jar(url).set(name, value);
    expect(await outcomeOf(copy, portal, await copy.go(url.href))).toMatchObject(
      refused({ because: 'startAgain' }, '/'),
    );
  });

  it('is open to the browser that left, and to no other', async () => {
    provider.state.person = verified('ada');
    const { url } = await new Browser().go(startAt('/', portal), callback);
    const victim = new Browser();
    expect(await outcomeOf(victim, portal, await victim.go(url.href))).toMatchObject(
      refused({ because: 'startAgain' }, '/'),
    );
    // Also if it has left for the provider itself: the answer is not to its own question.
    await victim.go(startAt('/', portal), callback);
    expect(await outcomeOf(victim, portal, await victim.go(url.href))).toMatchObject(
      refused({ because: 'startAgain' }, '/'),
    );
  });

  it('takes no code that is not the provider’s', async () => {
    provider.state.person = verified('ada');
    const browser = new Browser();
    const { url } = await browser.go(startAt('/', portal), callback);
    url.searchParams.set('code', 'guessed');
    expect(await outcomeOf(browser, portal, await browser.go(url.href))).toMatchObject(
      refused({ because: 'providerAnswer' }, '/'),
    );
  });

  it('ends after a quarter of an hour', async () => {
    provider.state.person = verified('ada');
    const browser = new Browser();
    const { url } = await browser.go(startAt('/', portal), callback);
    await owner.query(`update auth.verification set "expiresAt" = now() - interval '1 second'`);
    expect(await outcomeOf(browser, portal, await browser.go(url.href))).toMatchObject(
      refused({ because: 'startAgain' }, '/'),
    );
  });
});

describe('a second factor', () => {
  async function withFactor(name: string): Promise<string> {
    const cookieOf = (answer: Response) =>
      answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ');
    const cookie = cookieOf(await post(portal, '/sign-in/email', { email: `${name}@site.org`, password }));
    const { totpURI } = (await (await post(portal, '/two-factor/enable', { password }, cookie)).json()) as {
      totpURI: string;
    };
    const code = await earlierCodeOf(secretOf(totpURI));
    expect((await post(portal, '/two-factor/verify-totp', { code }, cookie)).status).toBe(200);
    return secretOf(totpURI);
  }

  it('of the account is asked for after the provider, whatever the provider asked for', async () => {
    const secret = await withFactor('gus');
    const before = await sessions();
    const seen = await signIn(verified('gus', { amr: ['mfa'] }));
    expect(seen).toMatchObject({ page: '/sign-in?code=&next=%2Fstudies%2FX', who: null, refusal: null });
    expect(await sessions()).toBe(before);
    const wrong = await post(portal, '/two-factor/verify-totp', { code: '000000' }, seen.browser.cookieOf(portal.base));
    expect(wrong.status).toBe(401);
    const events = await eventsOf(async () => {
      const right = await post(
        portal,
        '/two-factor/verify-totp',
        { code: codeOf(secret) },
        seen.browser.cookieOf(portal.base),
      );
      expect(right.status).toBe(200);
    });
    expect(events).toEqual([['signIn', 'gus', { by: 'provider' }]]);
  });

  it('can be tried five times for one sign-in, as after a password', async () => {
    await withFactor('kim');
    const { browser } = await signIn(verified('kim'));
    const answers = [];
    for (let i = 0; i < 6; i += 1) {
      const answer = await post(
        portal,
        '/two-factor/verify-totp',
        { code: `00000${i}` },
        browser.cookieOf(portal.base),
      );
      answers.push(((await answer.json()) as { code: string }).code);
    }
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'INVALID_CODE'));
    expect(answers[5]).toBe('TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE');
  });

  it.each([
    { isTrusted: true, amr: ['pwd', 'otp'], isDue: false },
    { isTrusted: true, amr: ['pwd'], isDue: true },
    { isTrusted: true, amr: undefined, isDue: true },
    { isTrusted: false, amr: ['pwd', 'otp'], isDue: true },
  ])('that is required of all: trusted $isTrusted, amr $amr, still due $isDue', async ({ isTrusted, amr, isDue }) => {
    const at = await world.openPortalWithProvider({ secondFactorRule: 'everybody' }, isTrusted);
    at.provider.state.person = verified('eve', amr ? { amr } : {});
    const browser = new Browser();
    const seen = await outcomeOf(browser, at.portal, await browser.go(startAt('/', at.portal)));
    expect(seen.who).toMatchObject({ name: 'eve', secondFactorIsDue: isDue });
  });
});

describe('a provider that answers wrongly', () => {
  let at: Portal;
  beforeAll(async () => {
    at = await openPortal({ provider: settingsOf(forger.issuer) });
  });

  /** The way to the provider and back with a token of these claims. */
  async function comeBackWith(change: (claims: JWTPayload) => JWTPayload, isOwnKey = true) {
    const browser = new Browser();
    const { url } = await browser.go(startAt('/', at), /\/auth\?/);
    const { state = '', nonce } = Object.fromEntries(url.searchParams);
    const now = Math.floor(Date.now() / 1000);
    const honest = {
      ...verified('ben'),
      iss: forger.issuer,
      aud: 'portal',
      nonce: nonce ?? '',
      iat: now,
      exp: now + 300,
    };
    Object.assign(forger.said, { claims: change(honest), isOwnKey });
    const back = `${at.base}/api/auth/provider/callback?${new URLSearchParams({ state, code: 'any' })}`;
    return outcomeOf(browser, at, await browser.go(back));
  }

  it.each<[string, (claims: JWTPayload) => JWTPayload, boolean]>([
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://elsewhere.example' }), true],
    ['for another portal', (claims) => ({ ...claims, aud: 'another' }), true],
    ['of another sign-in', (claims) => ({ ...claims, nonce: 'another' }), true],
    ['without its nonce', ({ nonce: _, ...claims }) => claims, true],
    ['that has expired', (claims) => ({ ...claims, iat: 1, exp: 2 }), true],
    ['signed with another key', (claims) => claims, false],
  ])('a token %s signs nobody in', async (_what, change, isOwnKey) => {
    const events = await eventsOf(async () =>
      expect(await comeBackWith(change, isOwnKey)).toMatchObject(refused({ because: 'providerAnswer' }, '/')),
    );
    expect(events).toEqual([['signInFailed', 'nobody', { by: 'provider', because: 'providerAnswer' }]]);
  });

  it('and what it says of somebody is in no log', async () => {
    const written = vi.spyOn(logOutput, 'write').mockReturnValue();
    await comeBackWith((claims) => ({ ...claims, aud: 'another' }));
    const lines = written.mock.calls.map(([line]) => line).join('');
    written.mockRestore();
    expect(lines).toContain('unexpected JWT \\"aud\\" (audience) claim value');
    expect(lines).not.toMatch(/site\.org|subject of/);
  });

  it('and the same token as it should be does', async () => {
    expect((await comeBackWith((claims) => claims)).who).toMatchObject({ name: 'ben' });
  });

  it.each([
    ['a page instead of what a provider says of itself', '<html>Welcome</html>'],
    ['the address of another provider', JSON.stringify({ issuer: 'https://elsewhere.example' })],
  ])('%s is said on the sign-in page, and asked anew the next time', async (_what, discovery) => {
    const fresh = await openPortal({ provider: settingsOf(forger.issuer) });
    forger.said.discovery = discovery;
    const browser = new Browser();
    expect(await outcomeOf(browser, fresh, await browser.go(startAt('/', fresh)))).toMatchObject(
      refused({ because: 'providerAnswer' }, '/'),
    );
    forger.said.discovery = null;
    expect((await browser.go(startAt('/', fresh), /\/auth\?/)).url.origin).toBe(forger.issuer);
  });

  it('one that fails, or is gone, leaves signing in by password as it is', async () => {
    const gone = await openProvider('http://127.0.0.1/callback');
    await gone.close();
    const away = await openPortal({ provider: settingsOf(gone.issuer) });
    const fails = await openPortal({ provider: settingsOf(forger.issuer) });
    forger.said.status = 503;
    for (const one of [away, fails]) {
      const browser = new Browser();
      expect(await outcomeOf(browser, one, await browser.go(startAt('/', one)))).toMatchObject(
        refused({ because: 'providerDown' }, '/'),
      );
      const answer = await post(one, '/sign-in/email', { email: 'ada@site.org', password });
      expect(answer.status).toBe(200);
    }
    forger.said.status = 200;
  });
});

describe('a portal', () => {
  it('asks the provider nothing before somebody presses the button', async () => {
    const { portal: at, provider: own } = await world.openPortalWithProvider();
    await post(at, '/sign-in/email', { email: 'ada@site.org', password });
    expect(own.state.requests).toBe(0);
    await new Browser().go(startAt('/', at), /\/auth\?/);
    expect(own.state.requests).toBe(1);
  });

  it('without a provider has no such way in', async () => {
    const without = await openPortal({});
    for (const step of ['start', 'callback'])
      expect((await fetch(`${without.base}/api/auth/provider/${step}`)).status).toBe(404);
  });
});
