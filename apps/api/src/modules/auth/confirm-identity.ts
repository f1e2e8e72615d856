import { type IncomingHttpHeaders } from 'node:http';
import { fromNodeHeaders } from 'better-auth/node';
import { PortalError } from '../../context/portal-error.ts';
import { type PortalAuth } from './create-auth.ts';
import { verifyPassword } from './password.ts';
import { recordFailedSignIn, recordSignIn } from './sign-in-events.ts';
import { countSignIn, forgetAttempts } from './sign-in-attempts.ts';

export interface Proof {
  readonly password: string;
  /** Six digits of the second factor; looked at only where the account has one. */
  readonly code: string;
}

/** Whether it is still the person who signed in. */
export type ConfirmIdentity = (userId: string, proof: Proof, headers: IncomingHttpHeaders) => Promise<void>;

/** Attempts are counted apart from those of signing in: whoever asks here has a session. */
const place = 'confirmation';

/**
 * Asks anew for what a sign-in takes, with the same count of attempts and the same entries of the trail where it fails.
 *
 * @throws WRONG_PASSWORD, also for an account that has none because it is signed in by the hospital; WRONG_CODE;
 *   TOO_MANY_REQUESTS.
 */
export function identityConfirmation({ auth, pool }: Pick<PortalAuth, 'auth' | 'pool'>): ConfirmIdentity {
  return async (userId, { password, code }, headers) => {
    const { rows } = await pool.query<Account>(accountSql, [userId]);
    const [account] = rows;
    if (!account) throw wrongPassword();
    const { isAllowed } = await countSignIn(pool, account.email, place);
    if (!isAllowed) {
      await recordFailedSignIn(pool, account.email, { because: 'tooManyAttempts' });
      throw new PortalError('TOO_MANY_REQUESTS', 'too many attempts: try again in 15 minutes', {
        http: { status: 429 },
      });
    }
    if (account.hash === null || !(await verifyPassword({ hash: account.hash, password }))) {
      await recordFailedSignIn(pool, account.email);
      throw wrongPassword();
    }
    if (account.hasSecondFactor) await confirmCode(account, code, headers);
    await forgetAttempts(pool, account.email, place);
  };

  async function confirmCode(account: Account, code: string, headers: IncomingHttpHeaders): Promise<void> {
    const digits = code.replaceAll(/\s/g, '');
    const isRight =
      /^\d{6}$/.test(digits) &&
      (await auth.api.verifyTOTP({ body: { code: digits }, headers: fromNodeHeaders(headers) }).then(
        () => true,
        () => false,
      ));
    if (isRight) return;
    await recordSignIn(pool, 'secondFactorRefused', account);
    throw new PortalError('WRONG_CODE', 'the code of the second factor is not valid', { http: { status: 403 } });
  }
}

interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Null for an account that signs in by the hospital's provider only. */
  readonly hash: string | null;
  readonly hasSecondFactor: boolean;
}

const accountSql = `
  select u.id, u.name, u.email, a.password as hash, coalesce(u."twoFactorEnabled", false) as "hasSecondFactor"
  from "user" u left join account a on a."userId" = u.id and a."providerId" = 'credential'
  where u.id = $1 and u."disabledAt" is null`;

function wrongPassword(): PortalError {
  return new PortalError('WRONG_PASSWORD', 'the password is not that of your account', { http: { status: 403 } });
}
