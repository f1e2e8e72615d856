import { randomBytes } from 'node:crypto';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { launchChromium } from './chromium.ts';
import { opensWhole, watchRequests } from './loaded.fixture.ts';
import { startPortalProcess, temporaryHome } from './start-portal.ts';

export interface PortalUnderTest {
  /** Where a browser reaches it, without a slash at the end. */
  readonly baseUrl: string;
  /** The password of every demonstration account. */
  readonly password: string;
  /** Its PORTAL_HOME. */
  readonly home: string;
  /** By which its metrics are read. */
  readonly metricsToken: string;
  /** One session per account for all files: the portal counts sign-ins, and the tests are one client. */
  readonly sessions: Readonly<Record<Email, string>>;
}

declare module 'vitest' {
  export interface ProvidedContext {
    portal: PortalUnderTest;
  }
}

/** The accounts of the demonstration and what each may do, written down here from the design, not read from the portal. */
export const accounts = [
  { email: 'admin@demo.local', role: 'administrator', centres: ['FAHSYU', 'NFH'] },
  { email: 'investigator@demo.local', role: 'investigator', centres: ['FAHSYU', 'NFH'] },
  { email: 'staff.nfh@demo.local', role: 'staff', centres: ['NFH'] },
  { email: 'staff.fahsyu@demo.local', role: 'staff', centres: ['FAHSYU'] },
] as const;

export type Email = (typeof accounts)[number]['email'];

/** Those whose role has a part in a few files only: each is signed in when it is first asked for. */
export type FurtherEmail =
  `${'manager' | 'monitor' | 'reader1' | 'reader2' | 'adjudicator' | 'second' | 'operator' | 'statistician' | 'pathologist'}@demo.local`;

async function portalAt(
  baseUrl: string,
  { password, home, metricsToken }: Pick<PortalUnderTest, 'password' | 'home' | 'metricsToken'>,
): Promise<PortalUnderTest> {
  const sessions = {} as Record<Email, string>;
  for (const { email } of accounts) sessions[email] = await sessionAt(baseUrl, email, password);
  return { baseUrl, password, home, metricsToken, sessions };
}

/**
 * Vitest's global set-up: ONE real portal for all files, with its own PostgreSQL, in a temporary PORTAL_HOME.
 * PORTAL_UNDER_TEST=http://localhost:3000 with PORTAL_DEMO_PASSWORD, PORTAL_HOME and PORTAL_METRICS_TOKEN tests a running
 * one instead.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env['PORTAL_UNDER_TEST'];
  if (running) {
    const {
      PORTAL_DEMO_PASSWORD: password = '',
      PORTAL_HOME: home = '',
      PORTAL_METRICS_TOKEN: metricsToken = '',
    } = process.env;
    project.provide('portal', await portalAt(running, { password, home, metricsToken }));
    return async () => undefined;
  }
  const { home, remove } = temporaryHome();
  const password = randomBytes(12).toString('base64url');
  const metricsToken = randomBytes(24).toString('base64url');
  // Logs as much as it can: what-logs-hold.test.ts reads it.
  const logged = { PORTAL_LOG_REQUESTS: 'all', PORTAL_SLOW_STATEMENT_MS: '50', PORTAL_METRICS_TOKEN: metricsToken };
  // A session that several files share may be used by the first and the last of them alone.
  const lasting = { PORTAL_IDLE_MINUTES: '720' };
  const started = await startPortalProcess(
    { PORTAL_HOME: home, PORTAL_DEMO_PASSWORD: password, ...logged, ...lasting },
    { onLine: (line) => process.stdout.write(`  portal: ${line}\n`) },
  ).catch((error: unknown) => {
    remove();
    throw error;
  });
  const stop = async (): Promise<void> => {
    started.process.kill('SIGTERM');
    await started.ended;
    remove();
  };
  const provided = await portalAt(started.baseUrl, { password, home, metricsToken }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  project.provide('portal', provided);
  return stop;
}

export const portal = (): PortalUnderTest => inject('portal');

function signInAt(baseUrl: string, email: string, password: string): Promise<Response> {
  return fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
}

async function sessionAt(baseUrl: string, email: string, password: string): Promise<string> {
  const answer = await signInAt(baseUrl, email, password);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!answer.ok || !cookie) throw new Error(`${email} could not sign in: ${answer.status} ${await answer.text()}`);
  return cookie;
}

/** The answer to a sign-in over HTTP, whatever it is. It counts towards the limits of its account and of this machine. */
export function trySignIn(email: string, password = portal().password): Promise<Response> {
  return signInAt(portal().baseUrl, email, password);
}

const furtherSessions = new Map<FurtherEmail, Promise<string>>();
const isFurther = (email: Email | FurtherEmail): email is FurtherEmail => !accounts.some((one) => one.email === email);

/** The `cookie` header of the account's session. It is shared by all files: do not sign it out. */
export async function signIn(email: Email | FurtherEmail): Promise<string> {
  if (!isFurther(email)) return portal().sessions[email];
  const session = furtherSessions.get(email) ?? sessionAt(portal().baseUrl, email, portal().password);
  furtherSessions.set(email, session);
  return session;
}

export interface GraphqlAnswer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly { message: string; extensions?: { code?: string }; path?: readonly (string | number)[] }[];
}

/** Asks GraphQL over HTTP, as an account or, with null, as nobody. */
export async function ask<Data = Record<string, unknown>>(
  as: Email | FurtherEmail | null,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphqlAnswer<Data>> {
  const answer = await fetch(`${portal().baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(as === null ? {} : { cookie: await signIn(as) }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data = null, errors = [] } = (await answer.json()) as Partial<GraphqlAnswer<Data>>;
  return { status: answer.status, data, errors };
}

export interface OpenedBrowser {
  readonly browser: Browser;
  /** A page of its own, where an account is named with its session; it is on no page of the portal yet. */
  open(
    as: Email | FurtherEmail | null,
    options?: Parameters<Browser['newContext']>[0],
  ): Promise<{ page: Page; context: BrowserContext }>;
  close(): Promise<void>;
}

/** A real Chromium. Every page fails the test that closes it if a script broke or the content policy was violated. */
export async function openBrowser({ compiles = false } = {}): Promise<OpenedBrowser> {
  const browser = await launchChromium({ compiles });
  const broken: string[] = [];
  return {
    browser,
    async open(as, options = {}) {
      const context = await browser.newContext({
        baseURL: portal().baseUrl,
        locale: 'en-GB',
        reducedMotion: 'reduce',
        ...options,
      });
      context.setDefaultTimeout(60_000);
      context.setDefaultNavigationTimeout(60_000);
      const page = await context.newPage();
      watchRequests(page);
      opensWhole(page);
      page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) broken.push(`${page.url()}: ${message.text()}`);
      });
      if (as !== null) {
        const session = await signIn(as);
        const [name, value] = [session.slice(0, session.indexOf('=')), session.slice(session.indexOf('=') + 1)];
        await context.addCookies([{ name, value, url: portal().baseUrl, httpOnly: true, sameSite: 'Lax' }]);
      }
      return { page, context };
    },
    async close() {
      await browser.close();
      if (broken.length > 0) throw new Error(`Pages that broke:\n${broken.join('\n')}`);
    },
  };
}

/** Types an address and a password into the form and sends it; does not wait for the outcome. */
export async function fillSignInForm(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
}

/** Signs in through the form and waits for the first page. */
export async function signInThroughForm(page: Page, email: string, password: string): Promise<void> {
  await fillSignInForm(page, email, password);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
