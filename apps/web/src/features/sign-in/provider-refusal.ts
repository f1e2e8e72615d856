/** Set by the API beside the address of this page: what is said of a refusal belongs in no address. */
export const refusalCookie = 'portal_provider_refusal';

/** Why the hospital's provider signed nobody in, as the key of its message. */
const refusals = [
  'cancelled',
  'providerDown',
  'providerAnswer',
  'startAgain',
  'noAddress',
  'unverified',
  'noAccount',
  'linkedToAnother',
  'anotherAddress',
] as const;

export interface ProviderRefusal {
  readonly because: (typeof refusals)[number];
  /** The address that the provider sent; empty where none matters. */
  readonly came: string;
  /** The address that would be right. */
  readonly expected: string;
}

/** @returns null for anything that the API has not written. */
export function readRefusal(text: string | undefined): ProviderRefusal | null {
  if (text === undefined) return null;
  try {
    const { because, came, expected } = JSON.parse(text) as Record<string, unknown>;
    const known = refusals.find((one) => one === because);
    return known ? { because: known, came: textOf(came), expected: textOf(expected) } : null;
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
