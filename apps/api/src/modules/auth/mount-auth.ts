import { toNodeHandler } from 'better-auth/node';
import { type Express } from 'express';
import { log } from '../../log.ts';
import { countRefusedSignIn } from '../../metrics.ts';
import { clientAddressHeader } from './auth-options.ts';
import { type PortalAuth } from './create-auth.ts';
import { whoIs } from './who-is.ts';

/** Everything a browser may request of sign-in. What is not listed here does not exist: no sign-up, no user list. */
const open = [
  ['post', '/api/auth/sign-in/email'],
  ['post', '/api/auth/sign-out'],
  ['post', '/api/auth/change-password'],
  ['post', '/api/auth/two-factor/enable'],
  ['post', '/api/auth/two-factor/disable'],
  ['post', '/api/auth/two-factor/generate-backup-codes'],
  ['post', '/api/auth/two-factor/verify-totp'],
  ['post', '/api/auth/two-factor/verify-backup-code'],
  ['get', '/api/auth/get-session'],
  ['get', '/api/auth/provider/start'],
  ['get', '/api/auth/provider/callback'],
] as const;

/** Mounts sign-in. Before any body parser: the handler reads the request itself. */
export function mountAuth(app: Express, portalAuth: PortalAuth): void {
  const handle = toNodeHandler(portalAuth.auth);
  for (const [method, path] of open) {
    app[method](path, async (req, res) => {
      // Ends a session that was idle for too long, so that it changes no password either.
      await whoIs(portalAuth, req);
      req.headers[clientAddressHeader] = req.ip ?? 'unknown';
      // The front door has refused other sites; a program that names no origin is not a browser.
      req.headers.origin ??= `${req.protocol}://${req.headers.host ?? ''}`;
      res.setHeader('Cache-Control', 'no-store');
      await handle(req, res);
      // Of the library's own answer alone; what is too much for an account was counted where it was refused.
      if (res.statusCode === 429 && res.hasHeader('x-retry-after')) {
        countRefusedSignIn('tooManyFromAddress');
        log('warn', 'auth: too many requests from one address', { path });
      }
    });
  }
  app.use('/api/auth', (_req, res) => {
    res.status(404).json({ code: 'NOT_FOUND', message: 'Not found' });
  });
}
