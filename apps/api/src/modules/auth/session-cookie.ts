import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token of a signed session cookie, null where there is none or it was signed with another secret. Reads what
 * better-auth writes: `name=token.signature`, percent-encoded, the signature being HMAC-SHA-256 of the token in base64.
 *
 * @param header - the request's whole Cookie header. Of two cookies of one name the first counts, as in better-auth.
 */
export function sessionToken(header: string, name: string, secret: string): string | null {
  const value = cookieOf(header, name);
  const dot = value?.lastIndexOf('.') ?? -1;
  if (!value || dot < 1) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1));
  const own = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  return given.length === own.length && timingSafeEqual(given, own) ? token : null;
}

function cookieOf(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    try {
      return decodeURIComponent(value.startsWith('"') ? value.slice(1, -1) : value);
    } catch {
      return null;
    }
  }
  return null;
}
