/** Why a sign-in failed, as the key of its message. */
export type SignInRefusal = 'wrong' | 'tooMany' | 'unreachable';

/** Null if the session now exists: a cookie that scripts cannot read. */
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
