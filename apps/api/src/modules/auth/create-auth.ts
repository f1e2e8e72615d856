import { APIError, betterAuth } from 'better-auth';
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { openPool } from '../../db/connections.ts';
import { log } from '../../log.ts';
import { countEndedSession } from '../../metrics.ts';
import { authOptions, clientAddressHeader, sessionCookieName, usualSignInsAMinute } from './auth-options.ts';
import { goodPassword, passwordFault } from './password-policy.ts';
import { type ProviderSettings } from './provider-settings.ts';
import { providerSignIn } from './provider-sign-in.ts';
import { secondFactorPlugin } from './second-factor.ts';
import { type SecondFactorRule } from './second-factor-rule.ts';
import { afterSecondFactor, beforeSecondFactor, isAboutSecondFactor } from './second-factor-hooks.ts';
import { SessionWatch } from './session-watch.ts';
import { recordFailedSignIn, recordSignIn, recordSignedIn } from './sign-in-events.ts';
import { countSignIn, forgetAttempts } from './sign-in-attempts.ts';

const signInPath = '/sign-in/email';
const changePasswordPath = '/change-password';
const signOutPath = '/sign-out';

/** No account has it: names under .invalid belong to nobody (RFC 2606). */
const nobodysAddress = 'nobody@portal.invalid';

const tooManyAttempts = (): APIError =>
  new APIError('TOO_MANY_REQUESTS', {
    code: 'TOO_MANY_ATTEMPTS',
    message: 'Too many attempts. Try again in 15 minutes.',
  });

/** Whoever changes the password has a session: guesses of the old one are counted apart from sign-ins. */
const placeOfChange = 'change of the password';

const textOf = (body: unknown, field: string): string => {
  const value = (body as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  return typeof value === 'string' ? value : '';
};

const addressOf = (headers: Headers | undefined): string => headers?.get(clientAddressHeader) ?? 'unknown';

export interface AuthSettings {
  readonly authUrl: string;
  readonly secret: string;
  readonly publicUrl: string;
  readonly idleMinutes?: number | undefined;
  readonly secondFactorRule?: SecondFactorRule | undefined;
  readonly provider?: ProviderSettings | null | undefined;
  readonly signInsAMinute?: number | undefined;
}

/**
 * Sign-in over its own connections, as the role that sees schema `auth` and nothing else.
 *
 * @param authUrl - the address of the database as that role.
 * @param secret - signs the session cookies; another secret ends every session.
 * @param idleMinutes - a session that nobody used for this long ends.
 * @param secondFactorRule - who must have a second factor.
 * @param signInsAMinute - how many are answered for one address of a network, behind which a whole hospital may be.
 * @param provider - the hospital's own, by which accounts sign in as well; null where there is none.
 */
export function createAuth({
  authUrl,
  secret,
  publicUrl,
  idleMinutes = 30,
  secondFactorRule = 'optional',
  provider = null,
  signInsAMinute = usualSignInsAMinute,
}: AuthSettings) {
  let isClosing = false;
  const pool = openPool({ connectionString: authUrl, options: '-c search_path=auth', max: 5 }, (error) => {
    if (!isClosing) log('warn', 'auth: an idle database connection ended', { error });
  });

  const auth = betterAuth({
    ...authOptions({ pool, secret, publicUrl, signInsAMinute }),
    plugins: [secondFactorPlugin, ...(provider ? [providerSignIn(provider, pool, publicUrl)] : [])],
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (isAboutSecondFactor(ctx.path)) return beforeSecondFactor(ctx, pool);
        if (ctx.path === changePasswordPath) {
          const session = await getSessionFromCtx(ctx);
          if (session && !(await countSignIn(pool, session.user.email, placeOfChange)).isAllowed)
            throw tooManyAttempts();
          const newPassword = textOf(ctx.body, 'newPassword');
          const fault = session && (await passwordFault(newPassword, session.user));
          if (fault) {
            throw new APIError('BAD_REQUEST', {
              code: 'PASSWORD_TOO_WEAK',
              message: `The new password ${fault}: ${goodPassword}.`,
            });
          }
          // Anyone else who knows the old password is signed out; the asker cannot choose otherwise.
          return { context: { body: { ...(ctx.body as object), revokeOtherSessions: true } } };
        }
        if (ctx.path === signOutPath) {
          const session = await getSessionFromCtx(ctx);
          if (session) {
            countEndedSession((Date.now() - session.session.createdAt.getTime()) / 1_000);
            await recordSignIn(pool, 'signOut', session.user);
          }
          return;
        }
        if (ctx.path !== signInPath) return;
        const email = textOf(ctx.body, 'email');
        const { isAllowed } = await countSignIn(pool, email, addressOf(ctx.headers));
        if (!isAllowed) {
          log('warn', 'auth: too many attempts on one account');
          await recordFailedSignIn(pool, email, { because: 'tooManyAttempts' });
          throw tooManyAttempts();
        }
        const { rowCount } = await pool.query('select from "user" where email = $1 and "disabledAt" is not null', [
          email.toLowerCase(),
        ]);
        // A disabled account is answered by the same steps as an unknown address: same bytes, same time.
        if (rowCount) await recordFailedSignIn(pool, email, { because: 'disabled' });
        if (rowCount) return { context: { body: { ...(ctx.body as object), email: nobodysAddress } } };
        return;
      }),
      after: createAuthMiddleware(async (ctx) => {
        if (isAboutSecondFactor(ctx.path)) return afterSecondFactor(ctx, pool);
        if (ctx.path === changePasswordPath && !(ctx.context.returned instanceof Error)) {
          const session = await getSessionFromCtx(ctx);
          if (session) {
            await forgetAttempts(pool, session.user.email, placeOfChange);
            await recordSignIn(pool, 'passwordChanged', session.user);
          }
          return;
        }
        if (ctx.path !== signInPath) return;
        const signedIn = ctx.context.newSession?.user;
        const email = textOf(ctx.body, 'email');
        if (signedIn) {
          await forgetAttempts(pool, signedIn.email, addressOf(ctx.headers));
          // The code is still to come: this session is taken back right after this.
          if (signedIn['twoFactorEnabled'] === true) return;
          await recordSignedIn(pool, signedIn);
        } else if (email !== nobodysAddress) {
          await recordFailedSignIn(pool, email);
        }
        log('info', signedIn ? 'auth: signed in' : 'auth: sign-in refused', { userId: signedIn?.id ?? null });
      }),
    },
    databaseHooks: {
      session: {
        create: {
          /** An account that is disabled while its password is being checked gets no session either. */
          before: async ({ userId }) => {
            const { rowCount } = await pool.query('select from "user" where id = $1 and "disabledAt" is null', [
              userId,
            ]);
            if (rowCount === 0) {
              throw APIError.from('UNAUTHORIZED', {
                code: 'INVALID_EMAIL_OR_PASSWORD',
                message: 'Invalid email or password',
              });
            }
          },
        },
      },
    },
  });
  const sessions = new SessionWatch(pool, idleMinutes, (error) =>
    log('warn', 'auth: sessions could not be looked at', { error }),
  );
  const close = (): Promise<void> => {
    isClosing = true;
    sessions.close();
    return pool.end();
  };
  /** @returns null for an account without a second factor. */
  const recoveryCodesLeft = async (userId: string): Promise<number | null> => {
    const { rowCount } = await pool.query('select from "twoFactor" where "userId" = $1 and verified', [userId]);
    if (rowCount === 0) return null;
    return (await auth.api.viewBackupCodes({ body: { userId } })).backupCodes.length;
  };
  const cookie = { name: sessionCookieName(publicUrl), secret };
  const trustsProvidersFactor = provider?.isSecondFactorTrusted ?? false;
  return {
    auth,
    pool,
    sessions,
    idleMinutes,
    secondFactorRule,
    trustsProvidersFactor,
    recoveryCodesLeft,
    cookie,
    close,
  };
}

export type PortalAuth = ReturnType<typeof createAuth>;
