import { type BetterAuthPlugin, type GenericEndpointContext } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { createHash } from 'node:crypto';
import { type Pool } from 'pg';
import { z } from 'zod';
import { log } from '../../log.ts';
import { type Attempt, HospitalProvider } from './hospital-provider.ts';
import { accountOf } from './provider-accounts.ts';
import { ProviderRefused, recordRefusedProvider } from './provider-refused.ts';
import { type ProviderSettings } from './provider-settings.ts';
import { askForCode } from './second-factor-challenge.ts';
import { recordSignedIn } from './sign-in-events.ts';

export const providerStartPath = '/provider/start';
export const providerCallbackPath = '/provider/callback';
/** How long somebody may take at the provider. */
const attemptSeconds = 15 * 60;
/** Holds what the sign-in page says of a refusal: addresses belong in no address bar, history or log. */
const refusalCookie = 'portal_provider_refusal';
const refusalSeconds = 60;

interface Kept extends Attempt {
  /** The page that was asked for. */
  readonly next: string;
}

/**
 * Signing in by the hospital's provider: one way there and one back, both followed by the browser as pages. What comes of it
 * is shown by the sign-in page, which also decides whether `next` is a page of this portal.
 */
export function providerSignIn(settings: ProviderSettings, pool: Pool, publicUrl: string) {
  const provider = new HospitalProvider(settings, `${publicUrl}/api/auth${providerCallbackPath}`);
  const isHttps = publicUrl.startsWith('https:');

  const attemptCookie = (ctx: GenericEndpointContext) =>
    ctx.context.createAuthCookie('provider_attempt', { maxAge: attemptSeconds });
  const toSignIn = (ctx: GenericEndpointContext, query: Readonly<Record<string, string>>) =>
    ctx.redirect(`/sign-in?${new URLSearchParams(query).toString()}`);

  async function refuse(ctx: GenericEndpointContext, error: unknown, next: string) {
    if (!(error instanceof ProviderRefused)) throw error;
    const { because, details } = error;
    const { came, expected, cause } = details;
    log('warn', 'auth: sign-in by the provider refused', { because, reason: reasonOf(cause) });
    await recordRefusedProvider(pool, error);
    ctx.setCookie(refusalCookie, JSON.stringify({ because, came, expected }), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: isHttps,
      maxAge: refusalSeconds,
    });
    return toSignIn(ctx, { refused: '', next });
  }

  /** What was kept when this browser left for the provider; it counts once. */
  async function keptAttempt(ctx: GenericEndpointContext): Promise<Kept> {
    const { name, attributes } = attemptCookie(ctx);
    const state = await ctx.getSignedCookie(name, ctx.context.secret);
    const query = ctx.query as Readonly<Record<string, unknown>> | undefined;
    if (!state || state !== query?.['state']) throw new ProviderRefused('startAgain');
    ctx.setCookie(name, '', { ...attributes, maxAge: 0 });
    const kept = await ctx.context.internalAdapter.consumeVerificationValue(keyOf(state));
    if (!kept) throw new ProviderRefused('startAgain');
    return JSON.parse(kept.value) as Kept;
  }

  const start = createAuthEndpoint(
    providerStartPath,
    { method: 'GET', query: z.object({ next: z.string().max(2000).default('/') }) },
    async (ctx) => {
      const { next } = ctx.query;
      const begun = await provider.begin().catch((error: unknown) => error);
      if (begun instanceof Error) throw await refuse(ctx, begun, next);
      const { url, attempt } = begun as Awaited<ReturnType<typeof provider.begin>>;
      await ctx.context.internalAdapter.createVerificationValue({
        identifier: keyOf(attempt.state),
        value: JSON.stringify({ ...attempt, next } satisfies Kept),
        expiresAt: new Date(Date.now() + attemptSeconds * 1000),
      });
      const { name, attributes } = attemptCookie(ctx);
      await ctx.setSignedCookie(name, attempt.state, ctx.context.secret, attributes);
      throw ctx.redirect(url.href);
    },
  );

  const callback = createAuthEndpoint(providerCallbackPath, { method: 'GET' }, async (ctx) => {
    let next = '/';
    try {
      const kept = await keptAttempt(ctx);
      next = kept.next;
      const identity = await provider.identityFrom(new URL(ctx.request?.url ?? '').search, kept);
      const account = await accountOf(pool, identity, await invitedAddress(pool, next));
      const { internalAdapter } = ctx.context;
      const user = await internalAdapter.findUserById(account.id);
      if (!user) throw new ProviderRefused('startAgain');
      if ((user as { twoFactorEnabled?: boolean | null }).twoFactorEnabled) {
        await askForCode(ctx, user.id);
        return toSignIn(ctx, { code: '', next });
      }
      const session = await internalAdapter.createSession(user.id, false, { providerFactor: identity.hasSecondFactor });
      await setSessionCookie(ctx, { session, user });
      await recordSignedIn(pool, account, 'provider');
      log('info', 'auth: signed in by the provider', { userId: account.id });
    } catch (error) {
      return await refuse(ctx, error, next);
    }
    return toSignIn(ctx, { next });
  });

  return { id: 'hospital-provider', endpoints: { start, callback } } satisfies BetterAuthPlugin;
}

/** Messages only: what else comes with an error of the provider's answer may be all that it said of somebody. */
function reasonOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { error: code } = error as { error?: unknown };
  return [error.message, typeof code === 'string' ? code : null, reasonOf(error.cause)]
    .filter((part) => part !== null)
    .join(': ');
}

const keyOf = (state: string): string => `provider-${state}`;

/** The address of the invitation that a page is about, where it is one that can still be accepted. */
async function invitedAddress(pool: Pool, page: string): Promise<string | null> {
  const token = /^\/invitation\/([\w-]+)$/.exec(page)?.[1];
  if (token === undefined) return null;
  const { rows } = await pool.query<{ email: string }>(
    `select email from auth.invitation_of($1) where state = 'open'`,
    [createHash('sha256').update(token).digest()],
  );
  return rows[0]?.email ?? null;
}
