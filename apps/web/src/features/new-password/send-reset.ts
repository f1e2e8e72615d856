export type ResetRefusal = 'used' | 'expired' | 'withdrawn' | 'unknown' | 'weak' | 'unreachable';

export type ResetAnswer =
  | { readonly refusal: null; readonly email: string }
  | { readonly refusal: ResetRefusal; readonly email: null };

const states = ['used', 'expired', 'withdrawn'] as const;

/** The token travels in the body, where no log has it. */
export async function sendReset(step: 'look' | 'use', sent: Readonly<Record<string, string>>): Promise<ResetAnswer> {
  const refused = (refusal: ResetRefusal) => ({ refusal, email: null });
  try {
    const response = await fetch(`/api/password-resets/${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    const body = (await response.json()) as { email?: string; code?: string; link?: string };
    if (response.ok) return { refusal: null, email: body.email ?? '' };
    if (response.status === 404) return refused('unknown');
    if (body.code === 'BAD_USER_INPUT') return refused('weak');
    return refused(states.find((one) => one === body.link) ?? 'unreachable');
  } catch {
    return refused('unreachable');
  }
}
