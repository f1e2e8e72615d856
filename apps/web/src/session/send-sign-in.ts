/** Why a sign-in did not come about, as a key of the sentence for it. */
export type SignInRefusal = 'wrong' | 'tooMany' | 'unreachable';

/** Null where the session now exists: a cookie that scripts cannot read. */
export async function sendSignIn(email: string, password: string): Promise<SignInRefusal | null> {
  try {
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (response.ok) return null;
    if (response.status === 429) return 'tooMany';
    return response.status < 500 ? 'wrong' : 'unreachable';
  } catch {
    return 'unreachable';
  }
}
