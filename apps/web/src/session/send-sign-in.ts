/** Why a sign-in failed, as the key of its message. */
export type SignInRefusal =
  | 'wrong'
  | 'tooMany'
  | 'unreachable'
  | 'wrongCode'
  | 'usedCode'
  | 'tooManyCodes'
  | 'startAgain';

/** `codeNeeded`: the password was right, and the account has a second factor. */
export type SignInAnswer = 'signedIn' | 'codeNeeded' | SignInRefusal;

interface Body {
  readonly code?: string;
  readonly twoFactorRedirect?: boolean;
}

const refusalsOfCode: Readonly<Record<string, SignInRefusal>> = {
  INVALID_CODE: 'wrongCode',
  INVALID_BACKUP_CODE: 'wrongCode',
  CODE_USED: 'usedCode',
  ACCOUNT_TEMPORARILY_LOCKED: 'tooManyCodes',
};

/** Where it answers that somebody is signed in, the session exists: a cookie that scripts cannot read. */
export async function sendSignIn(email: string, password: string): Promise<SignInAnswer> {
  const answer = await send('sign-in/email', { email, password });
  if (answer === null) return 'unreachable';
  if (answer.status < 300) return answer.body.twoFactorRedirect ? 'codeNeeded' : 'signedIn';
  if (answer.status === 429) return 'tooMany';
  return answer.status < 500 ? 'wrong' : 'unreachable';
}

/** What follows `codeNeeded`: the code that an authenticator shows, or one of the recovery codes. */
export async function sendCode(code: string, isRecoveryCode: boolean): Promise<SignInAnswer> {
  const answer = await send(isRecoveryCode ? 'two-factor/verify-backup-code' : 'two-factor/verify-totp', { code });
  if (answer === null || answer.status >= 500) return 'unreachable';
  if (answer.status < 300) return 'signedIn';
  const refusal = refusalsOfCode[answer.body.code ?? ''];
  // Whatever else is wrong is wrong with what came before: the password was given too long ago, or changed meanwhile.
  return refusal ?? (answer.status === 429 ? 'tooMany' : 'startAgain');
}

async function send(step: string, body: object): Promise<{ status: number; body: Body } | null> {
  try {
    const response = await fetch(`/api/auth/${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Body) : {} };
  } catch {
    return null;
  }
}
