import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Where Node's own numbers, and those of the portal, are collected. One for each process. */
export const registry = new Registry();

const registers = [registry];
/** Seconds: from what nobody notices to what somebody gives up on. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const requests = new Histogram({
  name: 'portal_request_seconds',
  help: 'Time until a request was answered, by kind of route and class of its status; 0 where its client had gone',
  labelNames: ['route', 'status'],
  buckets,
  registers,
});

const statements = new Histogram({
  name: 'portal_statement_seconds',
  help: 'Time that the database took for a statement',
  labelNames: ['outcome'],
  buckets,
  registers,
});

/** Why a sign-in was refused. */
export const refusals = ['wrongPassword', 'disabled', 'tooManyAttempts', 'tooManyFromAddress', 'wrongCode'] as const;
export type Refusal = (typeof refusals)[number];

const refused = new Counter({
  name: 'portal_sign_ins_refused_total',
  help: 'Sign-ins that were refused, by reason',
  labelNames: ['reason'],
  registers,
});
for (const reason of refusals) refused.inc({ reason }, 0);

const sessions = new Histogram({
  name: 'portal_session_seconds',
  help: 'How long sessions had lasted when their holders signed out',
  buckets: [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200],
  registers,
});

const limited = new Counter({
  name: 'portal_requests_limited_total',
  help: 'Costly operations that were refused because the account or its address asked for too many',
  labelNames: ['by'],
  registers,
});

export function countRequest(route: string, status: number, ms: number): void {
  requests.observe({ route, status: status === 0 ? '0' : `${Math.floor(status / 100)}xx` }, ms / 1_000);
}

export function countStatement(ms: number, hasFailed: boolean): void {
  statements.observe({ outcome: hasFailed ? 'failed' : 'answered' }, ms / 1_000);
}

export function countRefusedSignIn(reason: Refusal): void {
  refused.inc({ reason });
}

export function countEndedSession(seconds: number): void {
  sessions.observe(seconds);
}

export function countLimited(by: 'account' | 'address'): void {
  limited.inc({ by });
}

/** Numbers that are read from elsewhere when somebody asks for them. */
export interface Gauges {
  readonly queue: readonly { readonly kind: string; readonly waiting: number; readonly active: number }[];
  readonly oldestWaitingSeconds: number;
  readonly workers: number;
  readonly sessions: number;
  readonly diskFreeBytes: number | null;
  /** By the name of the check: 0 well, 1 a warning, 2 failing. */
  readonly checks: Readonly<Record<string, number>>;
}

const gauge = (name: string, help: string, labelNames: string[] = []) =>
  new Gauge({ name, help, labelNames, registers });
const queued = gauge('portal_queue_runs', 'Runs in the queue, by kind and state', ['kind', 'state']);
const oldest = gauge('portal_queue_oldest_seconds', 'How long the oldest run has waited');
const workers = gauge('portal_workers', 'Workers that were seen within the last twenty seconds');
const open = gauge('portal_sessions_open', 'Sessions that have not ended');
const disk = gauge('portal_disk_free_bytes', 'Free space where PORTAL_HOME is');
const checked = gauge('portal_check', 'Each check of /health/ready: 0 well, 1 a warning, 2 failing', ['check']);

export function setGauges(seen: Gauges): void {
  queued.reset();
  for (const { kind, waiting, active } of seen.queue) {
    queued.set({ kind, state: 'waiting' }, waiting);
    queued.set({ kind, state: 'active' }, active);
  }
  oldest.set(seen.oldestWaitingSeconds);
  workers.set(seen.workers);
  open.set(seen.sessions);
  if (seen.diskFreeBytes !== null) disk.set(seen.diskFreeBytes);
  for (const [check, level] of Object.entries(seen.checks)) checked.set({ check }, level);
}

/** Node's own: memory, event loop, garbage. They cost a timer, so only where somebody may read them. */
export function collectOfNode(): void {
  collectDefaultMetrics({ register: registry });
}

export interface AnsweredRoute {
  readonly route: string;
  readonly answers: number;
  readonly failed: number;
  /** Within this many seconds 95 % were answered, as far as the buckets tell; null beyond the last. */
  readonly mostWithinSeconds: number | null;
}

/** What was answered since the process started, by kind of route. */
export async function answeredRoutes(): Promise<AnsweredRoute[]> {
  const { values } = await requests.get();
  const routes = [...new Set(values.map(({ labels }) => String(labels.route)))];
  return routes.map((route) => {
    const own = values.filter(({ labels }) => labels.route === route);
    const count = (status?: string) =>
      own
        .filter(({ metricName, labels }) => metricName?.endsWith('_count') && (!status || labels.status === status))
        .reduce((sum, { value }) => sum + value, 0);
    const answers = count();
    const within = buckets.find((le) => {
      const n = own
        .filter(({ labels }) => (labels as { le?: number }).le === le)
        .reduce((sum, { value }) => sum + value, 0);
      return n >= 0.95 * answers;
    });
    return { route, answers, failed: count('5xx'), mostWithinSeconds: within ?? null };
  });
}
