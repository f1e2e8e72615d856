import express from 'express';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Client } from 'pg';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { saveAccount } from './accounts.ts';
import { Browser } from './browser.fixture.ts';
import { type AuthSettings, createAuth, type PortalAuth } from './create-auth.ts';
import { mountAuth } from './mount-auth.ts';
import { openFalseProvider, openProvider, type Person, settingsOf } from './provider.fixture.ts';
import { whoIs } from './who-is.ts';

export const password = 'correct horse battery';

export interface Portal {
  readonly base: string;
  readonly auth: PortalAuth;
}

export const verified = (name: string, more: Partial<Person> = {}): Person => ({
  sub: `subject of ${name}`,
  email: `${name}@site.org`,
  email_verified: true,
  ...more,
});

export const startAt = (next: string, { base }: Portal): string =>
  `${base}/api/auth/provider/start?${new URLSearchParams({ next }).toString()}`;

export const post = ({ base }: Portal, path: string, body: object, cookie = ''): Promise<Response> =>
  fetch(`${base}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base, cookie },
    body: JSON.stringify(body),
  });

/** Where a browser ended up, who is signed in there, and what the page says of a refusal. */
export async function outcomeOf(browser: Browser, { base }: Portal, { url, status }: { url: URL; status: number }) {
  const cookie = browser.cookieOf(base);
  const shown = browser.jar(new URL(base)).get('portal_provider_refusal');
  return {
    page: url.pathname + url.search,
    status,
    who: (await (await fetch(`${base}/who`, { headers: { cookie } })).json()) as Record<string, unknown> | null,
    refusal: shown === undefined ? null : (JSON.parse(decodeURIComponent(shown)) as Record<string, unknown>),
    browser,
  };
}

/** A portal with these accounts, a provider by which they sign in, and one that says what it is told to. */
export async function openProviderWorld(names: readonly string[]) {
  const database = await openDatabaseForTests();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const closing: (() => unknown)[] = [];

  /** A portal of its own address, since that is where a provider sends people back to. */
  async function openPortal(
    settings: Partial<AuthSettings> | ((redirectUri: string) => Promise<Partial<AuthSettings>>),
  ): Promise<Portal> {
    const app = express();
    const server: Server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const auth = createAuth({
      authUrl: database.authUrl,
      secret: 'a secret of this test alone',
      publicUrl: base,
      ...(typeof settings === 'function' ? await settings(`${base}/api/auth/provider/callback`) : settings),
    });
    mountAuth(app, auth);
    app.get('/who', async (req, res) => void res.json((await whoIs(auth, req))?.asker ?? null));
    app.get('/sign-in', (_req, res) => void res.send('the page'));
    closing.push(
      () => auth.close(),
      () => server.close(),
    );
    return { base, auth };
  }

  /** A portal with a provider of its own. */
  async function openPortalWithProvider(settings: Partial<AuthSettings> = {}, isSecondFactorTrusted = false) {
    let provider!: Awaited<ReturnType<typeof openProvider>>;
    const portal = await openPortal(async (redirectUri) => {
      provider = await openProvider(redirectUri);
      return { ...settings, provider: { ...settingsOf(provider.issuer), isSecondFactorTrusted } };
    });
    closing.push(() => provider.close());
    return { portal, provider };
  }

  const { portal, provider } = await openPortalWithProvider();
  const forger = await openFalseProvider();
  for (const name of names) await saveAccount(portal.auth, { email: `${name}@site.org`, name, password });

  /** The whole way of one person; null for somebody who turns round at the provider. */
  async function signIn(person: Person | null, next = '/studies/X') {
    provider.state.person = person;
    const browser = new Browser();
    return outcomeOf(browser, portal, await browser.go(startAt(next, portal)));
  }

  /** Kinds, names and details of what the audit trail gained by some work. */
  async function eventsOf(work: () => Promise<unknown>): Promise<unknown[]> {
    const { rows: last } = await owner.query<{ id: string }>(
      'select coalesce(max(id), 0) as id from portal.audit_entry',
    );
    await work();
    const { rows } = await owner.query<{ action: string; user_name: string; details: unknown }>(
      'select action, user_name, details from portal.audit_entry where id > $1 order by id',
      [last[0]!.id],
    );
    return rows.map(({ action, user_name, details }) => [action, user_name, details]);
  }

  async function sessions(): Promise<number> {
    return (await owner.query<{ n: number }>('select count(*)::int as n from auth.session')).rows[0]!.n;
  }

  async function close(): Promise<void> {
    for (const step of closing) await step();
    await forger.close();
    await owner.end();
    await database.close();
  }

  return { owner, portal, provider, forger, openPortal, openPortalWithProvider, signIn, eventsOf, sessions, close };
}
