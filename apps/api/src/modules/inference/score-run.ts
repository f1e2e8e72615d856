import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ModelError, NotScorable, type ScoreProgress, scoreSlide, SlideError } from '@haim/ml';
import { PortalError } from '../../context/portal-error.ts';
import { type ModelService } from '../models/model.service.ts';
import { type Claim, type Failure, type RunStore } from './run-store.ts';

export interface ScoreRunOptions {
  readonly store: RunStore;
  readonly models: ModelService;
  readonly slidesDir: string;
  readonly bagsDir: string;
  /** The worker is asked to leave. */
  readonly leaving: AbortSignal;
}

export type RunEnd = 'written' | 'no longer ours' | 'interrupted';

const PULSE_MS = 300;

/** Why a run stops before its end although nothing is wrong with it. */
class NoLongerOurs extends Error {}

/**
 * Scores the slide of a claimed run and writes the result or, where slide or model are at fault, the failure.
 *
 * @returns what became of the run; 'interrupted' when the worker is leaving and the run is still its own.
 * @throws whatever is neither the slide's nor the model's fault: the run may be tried again.
 */
export async function scoreRun(claim: Claim, options: ScoreRunOptions): Promise<RunEnd> {
  const { store, leaving } = options;
  const superseded = new AbortController();
  const ended = new AbortController();
  const latest: { progress: ScoreProgress | null } = { progress: null };
  const pulse = keepPulse(store, claim, latest, superseded, ended.signal);
  try {
    const score = await scoreFile(claim, options, AbortSignal.any([leaving, superseded.signal]), latest);
    return (await store.finish(claim, score)) ? 'written' : 'no longer ours';
  } catch (error) {
    if (superseded.signal.aborted) return 'no longer ours';
    if (leaving.aborted) return 'interrupted';
    const failure = failureOf(error);
    if (!failure) throw error;
    return (await store.fail(claim, failure)) ? 'written' : 'no longer ours';
  } finally {
    ended.abort();
    await pulse;
  }
}

async function scoreFile(
  { slideId, modelId, provider }: Claim,
  { store, models, slidesDir, bagsDir }: ScoreRunOptions,
  signal: AbortSignal,
  latest: { progress: ScoreProgress | null },
) {
  const file = await store.fileOf(slideId);
  const slidePath = file && join(slidesDir, file.fileName);
  const isThere =
    slidePath !== null &&
    (await access(slidePath).then(
      () => true,
      () => false,
    ));
  if (!file || !slidePath || !isThere) {
    throw new SlideError('UNREADABLE', 'The image file of the slide is not in the portal any more.');
  }
  const score = await scoreSlide({
    slidePath,
    model: await models.usable(modelId),
    bagDir: bagsDir,
    provider,
    signal,
    onProgress: (progress) => {
      latest.progress = progress;
    },
  });
  if (score.slideSha256 !== file.sha256) {
    throw new SlideError('UNREADABLE', 'The image file of the slide is not the one that was attached: it has changed.');
  }
  return score;
}

/**
 * Several times a second, while the run goes on: writes how far it is, and asks in the same statement whether it is still
 * ours. A run that was cancelled or taken over matches no row and is stopped.
 */
async function keepPulse(
  store: RunStore,
  claim: Claim,
  latest: { progress: ScoreProgress | null },
  superseded: AbortController,
  ended: AbortSignal,
): Promise<void> {
  let written: ScoreProgress | null = null;
  for (;;) {
    await wait(PULSE_MS, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    const { progress } = latest;
    try {
      const isOurs = progress && progress !== written ? await store.report(claim, progress) : await store.holds(claim);
      written = progress;
      if (!isOurs) superseded.abort(new NoLongerOurs());
    } catch {
      // The database may be restarting; the fence at the end decides, not this.
    }
  }
}

/** Faults of the slide or the model are final; anything else is null and may be tried again. */
function failureOf(error: unknown): Failure | null {
  if (error instanceof NotScorable) return { code: 'NOT_SCORABLE', message: error.message, dropped: error.reasons };
  if (error instanceof SlideError || error instanceof ModelError || error instanceof PortalError) {
    return { code: error.code, message: error.message };
  }
  return null;
}
