import { APIError, betterAuth } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { Pool } from 'pg';
import { log } from '../../log.ts';
import { authOptions } from './auth-options.ts';
import { countAttempt, forgetAttempts } from './sign-in-attempts.ts';

const signInPath = '/sign-in/email';

const emailOf = (body: unknown): string => {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? email : '';
};

/**
 * Sign-in over its own connections, as the role that sees schema `auth` and nothing else.
 *
 * @param authUrl - the address of the database as that role.
 * @param secret - signs the session cookies; another secret ends every session.
 */
export function createAuth({ authUrl, secret, publicUrl }: { authUrl: string; secret: string; publicUrl: string }) {
  const pool = new Pool({ connectionString: authUrl, options: '-c search_path=auth', max: 5 });
  let isClosing = false;
  pool.on('error', (error) => {
    if (!isClosing) log('warn', 'auth: an idle database connection ended', { error });
  });

  const auth = betterAuth({
    ...authOptions({ pool, secret, publicUrl }),
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== signInPath) return;
        const { isAllowed } = await countAttempt(pool, emailOf(ctx.body));
        if (!isAllowed) {
          log('warn', 'auth: too many attempts on one account');
          throw new APIError('TOO_MANY_REQUESTS', {
            code: 'TOO_MANY_ATTEMPTS',
            message: 'Too many attempts. Try again in 15 minutes.',
          });
        }
      }),
      after: createAuthMiddleware(async (ctx) => {
        if (ctx.path !== signInPath) return;
        const signedIn = ctx.context.newSession?.user;
        if (signedIn) await forgetAttempts(pool, signedIn.email);
        log('info', signedIn ? 'auth: signed in' : 'auth: sign-in refused', { userId: signedIn?.id ?? null });
      }),
    },
    databaseHooks: {
      session: {
        create: {
          /** A disabled account answers exactly as a wrong password does. */
          before: async ({ userId }) => {
            const { rowCount } = await pool.query('select from "user" where id = $1 and "disabledAt" is null', [
              userId,
            ]);
            if (rowCount === 0) {
              throw new APIError('UNAUTHORIZED', {
                code: 'INVALID_EMAIL_OR_PASSWORD',
                message: 'Invalid email or password',
              });
            }
          },
        },
      },
    },
  });
  const close = (): Promise<void> => {
    isClosing = true;
    return pool.end();
  };
  return { auth, pool, close };
}

export type PortalAuth = ReturnType<typeof createAuth>;
