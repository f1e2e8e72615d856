import { z } from 'zod';

/** Which answers are lines of the log: those that failed or took long, or all. */
export type LoggedRequests = 'slow' | 'all';

/** Settings of what is watched, as rows of those of the portal. */
export const watchSettings = {
  PORTAL_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'has blanks, or letters that no header may have')
    .min(24, 'is shorter than 24 characters')
    .optional(),
  PORTAL_LOG_REQUESTS: z.enum(['slow', 'all'], 'is neither slow nor all').default('slow'),
  PORTAL_SLOW_STATEMENT_MS: z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .refine((ms) => ms <= 600_000, 'is more than 600000')
    .default(1_000),
};

export const wantedOfWatching: Readonly<Record<keyof typeof watchSettings, string>> = {
  PORTAL_METRICS_TOKEN:
    'set a secret of at least 24 letters and figures that Prometheus sends, such as `openssl rand -hex 24` prints, or leave it out and nobody reads metrics',
  PORTAL_LOG_REQUESTS:
    'set all for a line of the log for each request, or leave it out for those that failed or took over a second',
  PORTAL_SLOW_STATEMENT_MS:
    'set from how many milliseconds on a statement of the database is logged with its plan, such as 1000',
};

export interface WatchSettings {
  /** What a reader of metrics has to send; null where nobody may read them. */
  readonly metricsToken: string | null;
  readonly loggedRequests: LoggedRequests;
  /** From how many milliseconds on a statement is logged with its plan. */
  readonly slowFromMs: number;
}

export function readWatchSettings(
  given: Readonly<{
    PORTAL_METRICS_TOKEN?: string | undefined;
    PORTAL_LOG_REQUESTS: LoggedRequests;
    PORTAL_SLOW_STATEMENT_MS: number;
  }>,
): WatchSettings {
  return {
    metricsToken: given.PORTAL_METRICS_TOKEN || null,
    loggedRequests: given.PORTAL_LOG_REQUESTS,
    slowFromMs: given.PORTAL_SLOW_STATEMENT_MS,
  };
}
