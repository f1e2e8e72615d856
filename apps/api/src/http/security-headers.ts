import { randomBytes } from 'node:crypto';
import { type RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * The headers of every answer. Scripts run with this answer's nonce alone: it travels to Next in the request's own
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
  const isHttps = publicUrl.startsWith('https:');
  const others = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: isHttps ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
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
      ...(isHttps ? ['upgrade-insecure-requests'] : []),
    ].join('; ');
    req.headers['x-nonce'] = nonce;
    req.headers['content-security-policy'] = policy;
    res.setHeader('Content-Security-Policy', policy);
    res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    others(req, res, next);
  };
}
