import { type SignatureMeaning } from '@haim/schema';

export interface Signing {
  readonly patientId: string;
  readonly form: string;
  readonly recordId: string;
  readonly meaning: SignatureMeaning;
  readonly password: string;
  readonly code: string;
}

/** Signs over a route of its own, so that the password is in no operation. @returns null, or why not: a code of the API. */
export async function sendSignature(signing: Signing): Promise<string | null> {
  try {
    const response = await fetch('/api/signatures', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(signing),
    });
    if (response.ok) return null;
    const answer = (await response.json()) as { code?: unknown };
    return typeof answer.code === 'string' ? answer.code : 'OTHER';
  } catch {
    return 'NETWORK';
  }
}
