import { APIError } from 'better-auth';
import { type createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { type Pool } from 'pg';
import { type FirstFactor, firstFactorOf } from './second-factor-challenge.ts';
import { asRecoveryCode, isFirstUse } from './second-factor.ts';
import { type Account, recordSignIn, recordSignedIn } from './sign-in-events.ts';

type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** Whose second factor a request is about, and whether by it somebody signs in. */
interface Holder extends Account {
  readonly isSigningIn: boolean;
  readonly by?: FirstFactor;
}

const codePath = '/two-factor/verify-totp';
const recoveryPath = '/two-factor/verify-backup-code';
const events = {
  '/two-factor/disable': 'secondFactorOff',
  '/two-factor/generate-backup-codes': 'recoveryCodesMade',
  [codePath]: 'secondFactorOn',
} as const;

/** From `before` to `after` of one request: by then a challenge is used up and a session replaced. */
const holders = new WeakMap<Request, Holder>();

export const isAboutSecondFactor = (path: string): boolean => path.startsWith('/two-factor/');

/** Looks up whose it is, and leaves of the body what the portal allows: no device is trusted beyond its session. */
export async function beforeSecondFactor(ctx: HookContext, pool: Pool) {
  const holder = await holderOf(ctx);
  if (holder && ctx.request) holders.set(ctx.request, holder);
  const body = ctx.body as Readonly<Record<string, unknown>> | undefined;
  const typed = typeof body?.['code'] === 'string' ? body['code'] : '';
  const code = ctx.path === recoveryPath ? asRecoveryCode(typed) : typed.replaceAll(/\s/g, '');
  if (ctx.path === codePath && holder && !(await isFirstUse(pool, holder.id, code))) {
    await recordSignIn(pool, 'secondFactorRefused', holder, { because: 'usedBefore' });
    throw new APIError('UNAUTHORIZED', { code: 'CODE_USED', message: 'This code was given before: wait for the next' });
  }
  const overruled = { trustDevice: false, disableSession: false, issuer: '', ...(typed && { code }) };
  return { context: { body: { ...body, ...overruled } } };
}

/** Records what came of it. */
export async function afterSecondFactor(ctx: HookContext, pool: Pool): Promise<void> {
  const holder = ctx.request && holders.get(ctx.request);
  if (!holder) return;
  if (ctx.context.returned instanceof Error) return recordSignIn(pool, 'secondFactorRefused', holder);
  if (ctx.path === recoveryPath) await recordSignIn(pool, 'recoveryCodeUsed', holder);
  if (holder.isSigningIn) return recordSignedIn(pool, holder, holder.by);
  const kind = (events as Readonly<Record<string, (typeof events)[keyof typeof events]>>)[ctx.path];
  if (kind) await recordSignIn(pool, kind, holder);
}

/** Who is signed in, or who has given the password, or was sent by the provider, and is asked for the code. */
async function holderOf(ctx: HookContext): Promise<Holder | null> {
  const session = await getSessionFromCtx(ctx);
  if (session) return { id: session.user.id, name: session.user.name, isSigningIn: false };
  const { name } = ctx.context.createAuthCookie('two_factor');
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret);
  if (!challenge) return null;
  const { internalAdapter } = ctx.context;
  const found = await internalAdapter.findVerificationValue(challenge);
  const user = found && (await internalAdapter.findUserById(found.value));
  return user ? { id: user.id, name: user.name, isSigningIn: true, by: await firstFactorOf(ctx, challenge) } : null;
}
