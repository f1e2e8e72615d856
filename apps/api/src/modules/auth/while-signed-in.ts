import { type RequestHandler } from 'express';
import { type PortalAuth } from './create-auth.ts';
import { whoIs } from './who-is.ts';

/**
 * Cuts off a request that outlives its session, or access that it had when it began: an event stream, or a file in transit.
 * Mounted where requests are long.
 *
 * @param isTransfer - a person waits for it, so that the session does not count as idle meanwhile.
 */
export function whileSignedIn(auth: PortalAuth, isTransfer = false): RequestHandler {
  return async (req, res, next) => {
    const signedIn = await whoIs(auth, req);
    if (signedIn && !res.destroyed) {
      const forget = auth.sessions.onEnd({ ...signedIn, isTransfer }, () => res.destroy());
      res.once('close', forget);
    }
    next();
  };
}
