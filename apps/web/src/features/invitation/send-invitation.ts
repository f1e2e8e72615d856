/** What the holder of a link is told. One to run the portal names no study, no inviter and no address. */
export interface Invited {
  readonly study: string | null;
  readonly studyName: string | null;
  readonly role: string;
  readonly centre: string | null;
  readonly email: string | null;
  readonly invitedBy: string | null;
  readonly expiresAt: string;
  readonly hasAccount: boolean;
}

/** Refused with the state of the invitation as a key of messages, or with the server's own sentence about an input. */
export type Answer<Body> =
  | { readonly refusal: null; readonly body: Body }
  | { readonly refusal: string; readonly body: null };

interface Refusal {
  readonly code?: string;
  readonly message?: string;
  readonly invitation?: string;
}

/** The token travels in the body, where no log has it. */
export async function sendInvitation<Body>(
  step: 'look' | 'accept' | 'join',
  sent: Readonly<Record<string, string>>,
): Promise<Answer<Body>> {
  try {
    const response = await fetch(`/api/invitations/${step}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    const body = (await response.json()) as Body | Refusal;
    if (response.ok) return { refusal: null, body: body as Body };
    const { code, message, invitation } = body as Refusal;
    if (code === 'BAD_USER_INPUT' && message) return { refusal: message, body: null };
    if (code === 'FORBIDDEN') return { refusal: 'secondFactor', body: null };
    return { refusal: invitation ?? (response.status === 404 ? 'unknown' : 'unreachable'), body: null };
  } catch {
    return { refusal: 'unreachable', body: null };
  }
}
