import { type Pool } from 'pg';
import { recordEventOfSignIn } from '../../events/record-event.ts';
import { type Account } from './sign-in-events.ts';

/** Why nobody was signed in by the provider: the key of the message on the sign-in page, and a word of the audit trail. */
export type ProviderRefusal =
  | 'cancelled'
  | 'providerDown'
  | 'providerAnswer'
  | 'startAgain'
  | 'noAddress'
  | 'unverified'
  | 'noAccount'
  | 'linkedToAnother'
  | 'anotherAddress';

interface Details {
  /** The address that the provider sent. */
  readonly came?: string;
  /** The address that would be right. */
  readonly expected?: string;
  /** Whose account it is about; named in the audit trail alone. */
  readonly account?: Account | undefined;
  /** For the audit trail: a closed account is answered like an unknown address. */
  readonly isDisabled?: boolean;
  readonly cause?: unknown;
}

export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';

  constructor(
    readonly because: ProviderRefusal,
    readonly details: Details = {},
  ) {
    super(`sign-in by the provider: ${because}`, { cause: details.cause });
  }
}

/** A sign-in by the provider that was refused. An address without an account is somebody's own and is not stored. */
export async function recordRefusedProvider(pool: Pool, { because, details }: ProviderRefused): Promise<void> {
  const { account, isDisabled } = details;
  const actor = account ? { userId: account.id, name: account.name } : null;
  const reason = isDisabled ? 'disabled' : because;
  await recordEventOfSignIn(pool, { kind: 'signInFailed', actor, details: { by: 'provider', because: reason } });
}
