import { type RequestHandler } from 'express';
import { type PortalAuth } from './create-auth.ts';
import { whoIs } from './who-is.ts';

/**
 * Cuts off a request that outlives its session: an event stream, or a file in transit. Mounted where requests are long.
 */
export function whileSignedIn(auth: PortalAuth): RequestHandler {
  return async (req, res, next) => {
    const signedIn = await whoIs(auth, req);
    if (signedIn && !res.destroyed) {
      const forget = auth.sessions.onEnd(signedIn.sessionId, () => res.destroy());
      res.once('close', forget);
    }
    next();
  };
}
