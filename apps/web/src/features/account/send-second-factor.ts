/** Why a step was refused, as the key of its message. */
export type FactorRefusal =
  | 'wrongPassword'
  | 'wrongCode'
  | 'usedCode'
  | 'alreadyOn'
  | 'tooMany'
  | 'ended'
  | 'unreachable';

export type FactorAnswer<Body> =
  | { readonly refusal: null; readonly body: Body }
  | { readonly refusal: FactorRefusal; readonly body: null };

const refusals: Readonly<Record<string, FactorRefusal>> = {
  INVALID_PASSWORD: 'wrongPassword',
  INVALID_CODE: 'wrongCode',
  CODE_USED: 'usedCode',
  TOTP_ALREADY_ENABLED: 'alreadyOn',
  UNAUTHORIZED: 'ended',
  INVALID_TWO_FACTOR_COOKIE: 'ended',
};

async function send<Body>(step: string, sent: object): Promise<FactorAnswer<Body>> {
  try {
    const response = await fetch(`/api/auth/two-factor/${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    if (response.ok) return { refusal: null, body: (await response.json()) as Body };
    if (response.status === 429) return { refusal: 'tooMany', body: null };
    const { code } = (await response.json()) as { code?: string };
    return { refusal: refusals[code ?? ''] ?? 'unreachable', body: null };
  } catch {
    return { refusal: 'unreachable', body: null };
  }
}

/** A key for the authenticator, and recovery codes; both count once a code has been confirmed. */
export const beginSecondFactor = (password: string) =>
  send<{ totpURI: string; backupCodes: string[] }>('enable', { password });
export const confirmSecondFactor = (code: string) => send<unknown>('verify-totp', { code });
export const renewRecoveryCodes = (password: string) =>
  send<{ backupCodes: string[] }>('generate-backup-codes', { password });
export const takeSecondFactorOff = (password: string) => send<unknown>('disable', { password });
