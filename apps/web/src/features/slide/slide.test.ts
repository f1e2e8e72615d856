import { describe, expect, it } from 'vitest';
import { type Run } from '@/runs/run.ts';
import { runOfSource } from './slide.ts';

const run = (id: string, modelId: string, sha: string | null, status: Run['status'] = 'done') => ({
  ...{ id, modelId, status },
  modelSha256: sha,
});
/** Newest first. */
const runs = [
  run('waiting', 'haim', null, 'queued'),
  run('failed', 'haim', 'a1b2c3d4e5f60000', 'failed'),
  run('other', 'candidate', 'ffffffffffff0000'),
  run('newest', 'haim', 'a1b2c3d4e5f60000'),
  run('earlier', 'haim', 'a1b2c3d4e5f60000'),
  run('version before', 'haim', '00000000000000ff'),
];

describe('the run of a list of scores', () => {
  it('is the newest finished one of that very version of the model', () => {
    expect(runOfSource(runs, 'portal:haim@a1b2c3d4e5f6')?.id).toBe('newest');
    expect(runOfSource(runs, 'portal:haim@000000000000')?.id).toBe('version before');
  });

  it('is none of what another system computed, and of a version without a run', () => {
    for (const source of ['imported:haim', 'clinical:age', 'portal:haim@123456789abc', 'haim', null]) {
      expect(runOfSource(runs, source)).toBeNull();
    }
  });
});
