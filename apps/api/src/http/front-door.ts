import compression from 'compression';
import express, { type Express, type Response } from 'express';
import { mountAuth } from '../modules/auth/mount-auth.ts';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { answerErrors } from './errors.ts';
import { refuseForeignOrigins } from './own-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { webProxy } from './web-proxy.ts';

export interface FrontDoor {
  readonly auth: PortalAuth;
  readonly publicUrl: string;
  readonly isDevelopment: boolean;
  /** Where Next listens, on loopback. */
  readonly webUrl: string;
  /** Mounts GraphQL, imports and slides: all that answers with data. */
  readonly mountApi: (app: Express) => Promise<void> | void;
}

/** Folders whose answers are data and stay in no cache. */
const dataPaths = ['/graphql', '/api', '/slides'];

const isEventStream = (res: Response): boolean => String(res.getHeader('Content-Type')).startsWith('text/event-stream');

/** The one server a browser speaks to: headers, origin check, sign-in, the API, and the pages behind it. */
export async function openFrontDoor({ auth, publicUrl, isDevelopment, webUrl, mountApi }: FrontDoor) {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  // Behind https stands a proxy of this house; without one nobody may name another client address.
  app.set('trust proxy', publicUrl.startsWith('https:') ? 'loopback, linklocal, uniquelocal' : false);

  // Events must leave one by one; everything else travels small, pages included.
  app.use(compression({ filter: (req, res) => !isEventStream(res) && compression.filter(req, res) }));
  app.use(securityHeaders({ publicUrl, isDevelopment }));
  app.get('/api/health', (_req, res) => {
    auth.pool.query('select 1').then(
      () => res.set('Cache-Control', 'no-store').json({ database: true }),
      () => res.status(503).set('Cache-Control', 'no-store').json({ database: false }),
    );
  });
  app.use(refuseForeignOrigins);
  app.use(dataPaths, (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  mountAuth(app, auth);
  await mountApi(app);
  const pages = webProxy(webUrl);
  app.use(pages);
  app.use(answerErrors);
  return { app, upgrade: pages.upgrade };
}
