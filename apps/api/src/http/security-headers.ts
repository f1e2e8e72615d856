import { randomBytes } from 'node:crypto';
import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { type RequestHandler } from 'express';
import helmet from 'helmet';

const permissions = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';

const isServedByHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** What does not depend on the answer. */
const fixedHeaders = (publicUrl: string) =>
  helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: isServedByHttps(publicUrl) ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });

/** The headers of an answer that is data and never a page: its policy allows nothing, so it is the same each time. */
export function headersOfData(publicUrl: string): OutgoingHttpHeaders {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  fixedHeaders(publicUrl)(answer.req, answer, () => undefined);
  return {
    ...answer.getHeaders(),
    'content-security-policy':
      "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'permissions-policy': permissions,
    'cache-control': 'no-store',
  };
}

/**
 * The headers of every other answer. Scripts run with this answer's nonce alone: it travels to Next in the request's own
 * `content-security-policy` header, from which Next takes it for the scripts that it writes.
 *
 * @param isDevelopment - Next's reloading evaluates code and needs an open socket; only there.
 */
export function securityHeaders({
  publicUrl,
  isDevelopment,
}: {
  publicUrl: string;
  isDevelopment: boolean;
}): RequestHandler {
  const others = fixedHeaders(publicUrl);
  return (req, res, next) => {
    const nonce = randomBytes(16).toString('base64');
    const policy = [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
      // Attributes only: charts and the slide viewer place things by style; no style sheet of a stranger runs.
      `style-src-elem 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      `connect-src 'self'${isDevelopment ? ' ws: wss:' : ''}`,
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      ...(isServedByHttps(publicUrl) ? ['upgrade-insecure-requests'] : []),
    ].join('; ');
    req.headers['x-nonce'] = nonce;
    req.headers['content-security-policy'] = policy;
    res.setHeader('Content-Security-Policy', policy);
    res.setHeader('Permissions-Policy', permissions);
    others(req, res, next);
  };
}
