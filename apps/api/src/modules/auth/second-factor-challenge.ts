import { type GenericEndpointContext } from 'better-auth';
import { randomBytes } from 'node:crypto';
import { challengeSeconds } from './second-factor.ts';

/** What somebody gave before the code. */
export type FirstFactor = 'password' | 'provider';

const byProvider = (challenge: string): string => `by-provider-${challenge}`;

/**
 * Asks for the code where no password went before: the challenge that better-auth makes after a password, with its count of
 * wrong codes, and a note of what went before.
 */
export async function askForCode(ctx: GenericEndpointContext, userId: string): Promise<void> {
  const challenge = `2fa-${randomBytes(20).toString('base64url')}`;
  const expiresAt = new Date(Date.now() + challengeSeconds * 1000);
  for (const [identifier, value] of [
    [challenge, userId],
    [`2fa-attempts-${challenge}`, '0'],
    [byProvider(challenge), userId],
  ] as const) {
    await ctx.context.internalAdapter.createVerificationValue({ identifier, value, expiresAt });
  }
  const { name, attributes } = ctx.context.createAuthCookie('two_factor', { maxAge: challengeSeconds });
  await ctx.setSignedCookie(name, challenge, ctx.context.secret, attributes);
}

/** What went before a challenge. */
export async function firstFactorOf(ctx: GenericEndpointContext, challenge: string): Promise<FirstFactor> {
  const note = await ctx.context.internalAdapter.findVerificationValue(byProvider(challenge));
  return note ? 'provider' : 'password';
}
