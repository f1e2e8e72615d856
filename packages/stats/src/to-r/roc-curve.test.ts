import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rocToR, type ScoredCurve } from './roc-curve.ts';

/** Positive 0.9, 0.8, 0.4; negative 0.8, 0.3, 0.2, 0.1: of twelve pairs ten are in order, one is tied, one is not. */
const data = ['score,positive', '0.9,1', '0.8,1', '0.4,1', '0.8,0', '0.3,0', '0.2,0', '0.1,0'].join('\r\n');
// By hand: 10.5 / 12; placements 1, 0.875, 0.75 of positives (variance 1/64) and 0.5, 1, 1, 1 of negatives (1/16), so that
// the standard error is sqrt(1/192 + 1/64) and the upper limit is cut at 1.
const curve: ScoredCurve = {
  n: 7,
  nPositive: 3,
  isFlipped: false,
  area: [0.875, 0.875 - 1.959963985 * Math.sqrt(1 / 192 + 1 / 64), 1],
  sensitivity: [0, 1 / 3, 2 / 3, 1, 1, 1, 1],
  specificity: [1, 1, 0.75, 0.75, 0.5, 0.25, 0],
  matrix: { threshold: 0.4, counts: [3, 1, 0, 3], measures: { sensitivity: [1, 0.438503, 1] } },
};
/** The same scores with the other class called positive: sensitivity is its specificity, read from the other end. */
const flipped: ScoredCurve = {
  ...curve,
  nPositive: 4,
  isFlipped: true,
  sensitivity: curve.specificity.toReversed(),
  specificity: curve.sensitivity.toReversed(),
  matrix: { threshold: 0.4, counts: [3, 0, 1, 3], measures: {} },
};
const other = data.replaceAll(/,([01])/g, (_, one) => `,${1 - Number(one)}`);

describe('rocToR', () => {
  it('has the numbers that R has to find, and none of a curve that is not there', () => {
    const script = rocToR(curve, ['ROC of\na test'], 'scores.csv');
    expect(script).toContain('# ROC of a test\n');
    expect(script).toContain('agree("matrix", counts, c(3, 1, 0, 3))');
    const none = { ...curve, area: [null, null, null], sensitivity: [], specificity: [], matrix: null } as const;
    expect(rocToR(none, [], 'scores.csv')).not.toMatch(/agree\("(area|matrix)/);
  });

  const canRun = spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0;
  it.skipIf(!canRun)('is a script with which R agrees, whichever class is positive', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'roc-to-r-'));
    try {
      const run = (text: string, rows: string) => {
        writeFileSync(join(folder, 'scores.csv'), rows);
        writeFileSync(join(folder, 'check.R'), text);
        return spawnSync('Rscript', ['check.R'], { cwd: folder, encoding: 'utf8' });
      };
      expect(run(rocToR(curve, [], 'scores.csv'), data)).toMatchObject({ status: 0, stderr: '' });
      expect(run(rocToR(flipped, [], 'scores.csv'), other)).toMatchObject({ status: 0, stderr: '' });
      // Without overlap DeLong's limits are a point: four of each give 0.582 to 1 (docs/analysis.md).
      const apart = Array.from({ length: 8 }, (_, i) => `${i / 10},${i < 4 ? 0 : 1}`);
      const perfect: ScoredCurve = {
        ...{ n: 8, nPositive: 4, isFlipped: false, area: [1, 0.5823, 1], matrix: null },
        sensitivity: [0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1],
        specificity: [1, 1, 1, 1, 1, 0.75, 0.5, 0.25, 0],
      };
      const said = run(rocToR(perfect, [], 'scores.csv'), ['score,positive', ...apart].join('\n')).stderr;
      expect(said).toMatch(/area, limits\[2\]: R has 0\.582\d+/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
