import { setTimeout as wait } from 'node:timers/promises';
import { type Claim, type FencedRuns, type Progress } from './fenced-runs.ts';
import { type JobKind } from './job-kind.ts';

export type RunEnd = 'written' | 'no longer ours' | 'interrupted';

const PULSE_MS = 300;

/** Why a run stops early although nothing is wrong with it. */
class NoLongerOurs extends Error {}

/**
 * Does the work of a claimed run and writes its result or, if the request itself is at fault, the failure.
 *
 * @param leaving - aborted when the worker is asked to leave.
 * @returns the outcome of the run; 'interrupted' when the worker is leaving and still holds the run.
 * @throws any error not caused by the request itself: the run may be retried.
 */
export async function carryOut(kind: JobKind, claim: Claim, leaving: AbortSignal): Promise<RunEnd> {
  const { runs } = kind;
  const superseded = new AbortController();
  const ended = new AbortController();
  const latest: { progress: Progress | null } = { progress: null };
  const pulse = keepPulse(runs, claim, latest, superseded, ended.signal);
  try {
    const { columns, alsoWrite } = await kind.work(claim, {
      signal: AbortSignal.any([leaving, superseded.signal]),
      report: (progress) => {
        latest.progress = progress;
      },
    });
    return (await runs.finish(claim, columns, alsoWrite)) ? 'written' : 'no longer ours';
  } catch (error) {
    if (superseded.signal.aborted) return 'no longer ours';
    if (leaving.aborted) return 'interrupted';
    const failure = kind.failureOf(error);
    if (!failure) throw error;
    return (await runs.fail(claim, failure)) ? 'written' : 'no longer ours';
  } finally {
    ended.abort();
    await pulse;
  }
}

/**
 * Several times a second while the run is under way: writes its progress, and checks in the same statement whether it
 * is still ours. A run that was cancelled or taken over matches no row and is stopped.
 */
async function keepPulse(
  runs: FencedRuns,
  claim: Claim,
  latest: { progress: Progress | null },
  superseded: AbortController,
  ended: AbortSignal,
): Promise<void> {
  let written: Progress | null = null;
  for (;;) {
    await wait(PULSE_MS, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    const { progress } = latest;
    try {
      const isOurs = progress && progress !== written ? await runs.report(claim, progress) : await runs.holds(claim);
      written = progress;
      if (!isOurs) superseded.abort(new NoLongerOurs());
    } catch {
      // The database may be restarting; the fence at the end decides, not this.
    }
  }
}
