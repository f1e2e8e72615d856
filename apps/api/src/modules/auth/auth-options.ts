import { APIError, type BetterAuthOptions } from 'better-auth';
import { type Pool } from 'pg';
import { log } from '../../log.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { longestPassword, shortestPassword } from './password-policy.ts';
import { secondFactorPlugin } from './second-factor.ts';

/** A session ends 12 hours after sign-in, however busy: it is never extended. */
export const sessionSeconds = 12 * 60 * 60;
/** Set by the front door from the connection itself; a value sent by a client under this name is overwritten. */
export const clientAddressHeader = 'x-portal-client-address';

/** Over https the browser itself restricts the cookie to this host, to https and to the whole path. */
export const sessionCookieName = (publicUrl: string): string => cookieName(publicUrl, 'session');

const cookieName = (publicUrl: string, name: string): string =>
  `${publicUrl.startsWith('https:') ? '__Host-' : ''}portal_${name}`;

export interface AuthPlace {
  readonly pool: Pool;
  readonly secret: string;
  /** The address people type. */
  readonly publicUrl: string;
  readonly signInsAMinute?: number;
}

/** Of one address, behind which a whole hospital may be in the morning. Guesses at one account end long before. */
export const usualSignInsAMinute = 300;

/** The origin that the request itself was sent to; the front door has refused every other. */
function ownOrigin(request: Request | undefined): string[] {
  const host = request?.headers.get('host');
  return host ? [`http://${host}`, `https://${host}`] : [];
}

/** The options of sign-in: kept apart from hooks, so that the migration sees the same tables as the running portal. */
export function authOptions({ pool, secret, publicUrl, signInsAMinute = usualSignInsAMinute }: AuthPlace) {
  const isHttps = publicUrl.startsWith('https:');
  return {
    appName: 'HAIM Portal',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    database: pool,
    telemetry: { enabled: false },
    trustedOrigins: ownOrigin,
    emailAndPassword: {
      enabled: true,
      // Accounts are made by an operator; nobody signs up.
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: longestPassword,
      revokeSessionsOnPasswordReset: true,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    user: {
      additionalFields: {
        disabledAt: { type: 'date', required: false, input: false, returned: false },
        lastSignInAt: { type: 'date', required: false, input: false, returned: false },
      },
    },
    session: {
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      additionalFields: {
        // Null until the first request; see auth.who_is.
        lastSeenAt: { type: 'date', required: false, input: false, returned: false },
        // Null after a password; otherwise whether the hospital's provider asked for a second factor.
        providerFactor: { type: 'boolean', required: false, input: false, returned: false },
      },
    },
    plugins: [secondFactorPlugin],
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: Math.max(300, signInsAMinute),
      // By address of the client, which many people may share: the limits by account are in sign-in-attempts.ts, and of
      // codes in second-factor.ts.
      customRules: {
        '/sign-in/email': { window: 60, max: signInsAMinute },
        '/change-password': { window: 60, max: signInsAMinute },
        '/two-factor/verify-*': { window: 60, max: signInsAMinute },
        '/two-factor/*': { window: 60, max: signInsAMinute },
        '/provider/*': { window: 60, max: 2 * signInsAMinute },
        '/get-session': false,
      },
    },
    advanced: {
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/' },
      cookies: {
        session_token: { name: sessionCookieName(publicUrl) },
        // Between password and code.
        two_factor: { name: cookieName(publicUrl, 'second_factor') },
        // While somebody is at the hospital's provider.
        provider_attempt: { name: cookieName(publicUrl, 'provider_attempt') },
      },
    },
    // A refusal is an answer, not an event; hooks log what is worth keeping.
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError)) log('error', 'auth: unexpected error', { error });
      },
    },
    logger: {
      level: 'error',
      disableColors: true,
      log: (level, message, ...rest) => {
        const error = rest.find((part) => part instanceof Error);
        log(
          level === 'error' ? 'error' : level === 'warn' ? 'warn' : 'info',
          `auth: ${message}`,
          error ? { error } : {},
        );
      },
    },
  } satisfies BetterAuthOptions;
}
