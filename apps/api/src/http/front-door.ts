import { type RequestListener } from 'node:http';
import path from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler, type Response } from 'express';
import { databaseAnswers } from '../db/connections.ts';
import { mountAuth } from '../modules/auth/mount-auth.ts';
import { type PortalAuth } from '../modules/auth/create-auth.ts';
import { builtPages } from '../settings.ts';
import { type HealthOfDoor, type MetricsOfDoor, mountHealth, mountMetrics } from './health-routes.ts';
import { answerErrors, RequestRefused } from './refusal.ts';
import { type Execute, isOperation, operations } from './operations.ts';
import { refuseForeignOrigins } from './own-origin.ts';
import { pageAssets } from './page-assets.ts';
import { cutLongBodies, readBody } from './request-bodies.ts';
import { headersOfData, securityHeaders } from './security-headers.ts';
import { databaseAway, portalStarting } from './unavailable.ts';
import { webProxy } from './web-proxy.ts';

export interface FrontDoor {
  readonly auth: PortalAuth;
  readonly publicUrl: string;
  readonly isDevelopment: boolean;
  /** Where Next listens, on loopback. */
  readonly webUrl: string;
  /** Mounts routes that stream a body to disk and limit it themselves: slides, imports, files of outlines. */
  readonly mountStreams: (app: Express) => void;
  /** Mounts routes that answer with data: GraphQL and tiles. Bodies have been read by then. */
  readonly mountApi: (app: Express) => void;
  /** Carries out the operations of POST /graphql. */
  readonly execute: Execute;
  /** Looks at what the portal needs; without it, readiness is that of the database. */
  readonly health?: HealthOfDoor['look'];
  /** Null, or left out, where nobody may read metrics. */
  readonly metrics?: MetricsOfDoor | null;
}

/** Paths whose answers are data and must not be cached. */
const dataPaths = ['/graphql', '/api', '/slides'];

const isEventStream = (res: Response): boolean => String(res.getHeader('Content-Type')).startsWith('text/event-stream');

type BareDoor = Pick<FrontDoor, 'auth' | 'publicUrl' | 'isDevelopment'>;

/** Applied to every answer, whatever is behind it. */
function bareDoor(
  { auth, publicUrl, isDevelopment }: BareDoor,
  isReady: boolean,
  look: HealthOfDoor['look'] = null,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  // With https there is a trusted proxy in front; without one nobody may claim another client address.
  app.set('trust proxy', publicUrl.startsWith('https:') ? 'loopback, linklocal, uniquelocal' : false);

  app.use(cutLongBodies);
  // Events must be sent one by one; everything else is compressed, including pages.
  app.use(compression({ filter: (req, res) => !isEventStream(res) && compression.filter(req, res) }));
  app.use(securityHeaders({ publicUrl, isDevelopment }));
  mountHealth(app, { isReady, databaseAnswers: () => databaseAnswers(auth.pool), look });
  return app;
}

/** Answers while the portal has no database yet, or is not ready for another reason. */
export function waitingRoom(options: BareDoor): Express {
  return bareDoor(options, false).use(async (req, res) =>
    (await databaseAnswers(options.auth.pool)) ? portalStarting(req, res) : databaseAway(req, res),
  );
}

/** The one server a browser speaks to: headers, origin check, sign-in, the API, and the pages behind it. */
export function openFrontDoor({
  auth,
  publicUrl,
  isDevelopment,
  webUrl,
  mountStreams,
  mountApi,
  execute,
  health = null,
  metrics = null,
}: FrontDoor) {
  const app = bareDoor({ auth, publicUrl, isDevelopment }, true, health);
  if (metrics) mountMetrics(app, metrics);
  app.use(refuseForeignOrigins);
  app.use(dataPaths, (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  mountStreams(app);
  app.use(readBody);
  const withDatabase: RequestHandler = async (req, res, next) =>
    (await databaseAnswers(auth.pool)) ? next() : databaseAway(req, res);
  app.use('/api/auth', withDatabase);
  mountAuth(app, auth);
  mountApi(app);
  if (!isDevelopment) app.use('/_next/static', pageAssets(path.join(builtPages, 'static')));
  // Static assets of pages need no database.
  app.use((req, res, next) => (req.path.startsWith('/_next/') ? next() : withDatabase(req, res, next)));
  app.use((req, _res, next) => {
    if (!isDevelopment && !['GET', 'HEAD'].includes(req.method)) {
      throw new RequestRefused(405, 'METHOD_NOT_ALLOWED', 'pages are read with GET');
    }
    next();
  });
  const pages = webProxy(webUrl);
  app.use(pages);
  app.use(answerErrors);
  const operate = operations(execute, headersOfData(publicUrl));
  const answer: RequestListener = (req, res) => (isOperation(req) ? operate(req, res) : app(req, res));
  return { answer, upgrade: pages.upgrade };
}
