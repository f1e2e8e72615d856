import { createHash, timingSafeEqual } from 'node:crypto';
import { type Express, type Request } from 'express';
import { type Checked, isBelow } from '../watching/health.ts';

/** What a door knows of how the portal is. */
export interface HealthOfDoor {
  /** False while the portal starts. */
  readonly isReady: boolean;
  readonly databaseAnswers: () => Promise<boolean>;
  /** Null while the portal starts. */
  readonly look: (() => Promise<readonly Checked[]>) | null;
}

/**
 * For programs that watch the portal, signed in as nobody: that is why they say how it is, and not how much of what.
 * `/health/live` is whether the process answers; `/health/ready` whether people can work, or with `?level=warning` whether
 * nothing needs to be looked at.
 */
export function mountHealth(app: Express, { isReady, databaseAnswers, look }: HealthOfDoor): void {
  app.get('/api/health', async (_req, res) => {
    const database = await databaseAnswers();
    res
      .status(database && isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ database });
  });
  app.get('/health/live', (_req, res) => void res.set('Cache-Control', 'no-store').json({ live: true }));
  app.get('/health/ready', async (req, res) => {
    res.set('Cache-Control', 'no-store');
    const { level = 'failing' } = req.query;
    if (level !== 'failing' && level !== 'warning') {
      res.status(400).json({ code: 'BAD_USER_INPUT', message: 'level must be failing or warning' });
      return;
    }
    const checks: readonly Pick<Checked, 'name' | 'level'>[] = look
      ? await look()
      : [{ name: 'database', level: (await databaseAnswers()) ? 'ok' : 'failing' }];
    // A portal whose disk is full or whose backup is old still shows everybody their records.
    const isServing = isReady && checks.every((one) => one.name !== 'database' || one.level !== 'failing');
    const ready = level === 'failing' ? isServing : isServing && isBelow(checks, 'warning');
    const shown = Object.fromEntries(checks.map((one) => [one.name, one.level]));
    res.status(ready ? 200 : 503).json({ ready, starting: !isReady, checks: shown });
  });
}

export interface MetricsOfDoor {
  /** What a reader has to send as `Authorization: Bearer …`. */
  readonly token: string;
  readonly read: () => Promise<{ readonly text: string; readonly type: string }>;
}

/** `/metrics`, for whoever has the token. It is mounted only where there is one. */
export function mountMetrics(app: Express, { token, read }: MetricsOfDoor): void {
  app.get('/metrics', async (req, res) => {
    res.set('Cache-Control', 'no-store');
    if (!isGiven(req, token)) {
      res.status(401).set('WWW-Authenticate', 'Bearer').json({ code: 'UNAUTHENTICATED', message: 'give the token' });
      return;
    }
    const { text, type } = await read();
    res.type(type).send(text);
  });
}

/** Compared as hashes: in the same time, however much of it is right. */
function isGiven({ headers: { authorization = '' } }: Request, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(authorization), hash(`Bearer ${token}`));
}
