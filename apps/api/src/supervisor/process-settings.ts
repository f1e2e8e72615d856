import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { type ProviderSettings } from '../modules/auth/provider-settings.ts';
import { secondFactorRules } from '../modules/auth/second-factor-rule.ts';
import { readWatchSettings } from '../watch-settings.ts';

/** What the supervisor passes to a part of the portal; each gets only the addresses its own work needs. */
const settingsOfApi = z.object({
  PORTAL_PORT: z.coerce.number(),
  PORTAL_HOST: z.string(),
  PORTAL_HOME: z.string(),
  PORTAL_PUBLIC_URL: z.string(),
  PORTAL_WEB_URL: z.string(),
  PORTAL_APP_DATABASE: z.string(),
  /** Empty where analyses read from the database itself. */
  PORTAL_READ_DATABASE: z.string(),
  PORTAL_AUTH_DATABASE: z.string(),
  PORTAL_AUTH_SECRET: z.string(),
  PORTAL_COLUMNS_MB: z.coerce.number(),
  PORTAL_AUDIT_HEADS: z.string(),
  /** Empty where R is searched. */
  PORTAL_R: z.string(),
  PORTAL_IDLE_MINUTES: z.coerce.number(),
  PORTAL_SIGN_INS_A_MINUTE: z.coerce.number(),
  PORTAL_SECOND_FACTOR: z.enum(secondFactorRules),
  /** Both empty where nothing is sent. */
  PORTAL_SMTP_URL: z.string(),
  PORTAL_MAIL_FROM: z.string(),
  /** Of type ProviderSettings; null where there is no provider. */
  PORTAL_PROVIDER: z.string().transform((json) => JSON.parse(json) as ProviderSettings | null),
  PORTAL_IS_DEVELOPMENT: z.enum(['true', 'false']),
  /** How many workers this machine runs. */
  PORTAL_WORKERS: z.coerce.number(),
  /** Empty where nobody reads metrics. */
  PORTAL_METRICS_TOKEN: z.string(),
  PORTAL_LOG_REQUESTS: z.enum(['slow', 'all']),
  PORTAL_SLOW_STATEMENT_MS: z.coerce.number(),
});

const settingsOfWorker = z.object({
  PORTAL_HOME: z.string(),
  PORTAL_WORKER_DATABASE: z.string(),
  /** CPU threads of one run, where several workers share the cores. */
  PORTAL_WORKER_THREADS: z.coerce.number().int().positive().optional(),
  PORTAL_SLOW_STATEMENT_MS: z.coerce.number().default(1_000),
});

export type ApiEnvironment = Record<keyof z.infer<typeof settingsOfApi>, string>;
export type WorkerEnvironment = Record<keyof Required<z.infer<typeof settingsOfWorker>>, string>;

export function readApiSettings(env: NodeJS.ProcessEnv = process.env) {
  const given = settingsOfApi.parse(env);
  return {
    port: given.PORTAL_PORT,
    host: given.PORTAL_HOST,
    home: given.PORTAL_HOME,
    publicUrl: given.PORTAL_PUBLIC_URL,
    webUrl: given.PORTAL_WEB_URL,
    appUrl: given.PORTAL_APP_DATABASE,
    readUrl: given.PORTAL_READ_DATABASE === '' ? null : given.PORTAL_READ_DATABASE,
    authUrl: given.PORTAL_AUTH_DATABASE,
    authSecret: given.PORTAL_AUTH_SECRET,
    columnsBytes: given.PORTAL_COLUMNS_MB * 2 ** 20,
    auditHeads: given.PORTAL_AUDIT_HEADS,
    r: given.PORTAL_R === '' ? null : given.PORTAL_R,
    idleMinutes: given.PORTAL_IDLE_MINUTES,
    signInsAMinute: given.PORTAL_SIGN_INS_A_MINUTE,
    secondFactorRule: given.PORTAL_SECOND_FACTOR,
    mail: given.PORTAL_SMTP_URL === '' ? null : { smtpUrl: given.PORTAL_SMTP_URL, from: given.PORTAL_MAIL_FROM },
    provider: given.PORTAL_PROVIDER,
    isDevelopment: given.PORTAL_IS_DEVELOPMENT === 'true',
    workers: given.PORTAL_WORKERS,
    ...readWatchSettings(given),
  };
}

export function readWorkerSettings(env: NodeJS.ProcessEnv = process.env) {
  const {
    PORTAL_HOME,
    PORTAL_WORKER_DATABASE,
    PORTAL_WORKER_THREADS = availableParallelism(),
    PORTAL_SLOW_STATEMENT_MS: slowFromMs,
  } = settingsOfWorker.parse(env);
  return { home: PORTAL_HOME, workerUrl: PORTAL_WORKER_DATABASE, threads: PORTAL_WORKER_THREADS, slowFromMs };
}

export type ApiSettings = ReturnType<typeof readApiSettings>;
export type WorkerSettings = ReturnType<typeof readWorkerSettings>;
