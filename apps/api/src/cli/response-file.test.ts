import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SettingsError } from '../settings.ts';
import { deriveFile, inLines } from './response-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'portal-response-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'lesions.json');
const derive = (content: unknown) => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return deriveFile(file);
};

const lesions = [
  { id: 'T1', role: 'target', organ: 'liver' },
  { id: 'N1', role: 'non-target', organ: 'lung' },
];
const visit = (day: number, T1: number | null, N1 = 'present') => {
  return { day, measurementsMm: { T1 }, nonTarget: { N1 }, newLesion: false };
};

describe('a file of lesions', () => {
  it('gives sums, responses, rules, best response and progression', async () => {
    const derived = await derive({ lesions, visits: [visit(0, 100), visit(42, 60), visit(84, 72)] });
    // By hand: 60 is 40 % below 100; 72 is 20 % above 60 and 28 % below 100.
    expect(derived).toEqual({
      visits: [
        { day: 0, sumMm: 100, nadirMm: 100, changeFromBaseline: 0, changeFromNadir: 0, target: null, nonTarget: 'Non-CR/Non-PD', overall: null, rule: 'baselineVisit' },
        { day: 42, sumMm: 60, nadirMm: 100, changeFromBaseline: -0.4, changeFromNadir: -0.4, target: 'PR', nonTarget: 'Non-CR/Non-PD', overall: 'PR', rule: 'shrinkageBelowBaseline' },
        { day: 84, sumMm: 72, nadirMm: 60, changeFromBaseline: -0.28, changeFromNadir: 0.2, target: 'PD', nonTarget: 'Non-CR/Non-PD', overall: 'PD', rule: 'growthAboveNadir' },
      ],
      best: { response: 'PR', day: 42 },
      progressionDay: 84,
    }); // prettier-ignore
    expect(inLines(derived).at(-1)).toBe('progression: day 84');
  });

  it('obeys its settings', async () => {
    const visits = [visit(0, 100), visit(20, 100)];
    expect((await derive({ lesions, visits, settings: { stableFromDay: 42 } })).best.response).toBe('NE');
    expect((await derive({ lesions, visits })).best.response).toBe('SD');
  });

  it.each<[string, unknown, RegExp]>([
    ['is not JSON', '{', /lesions.json: is not JSON/],
    ['has a key that is unknown', { lesions, visits: [visit(0, 1)], more: 1 }, /more/],
    ['has a diameter in words', { lesions, visits: [visit(0, 'big' as never)] }, /visits.0.measurementsMm.T1: .*number/],
    ['has a negative diameter', { lesions, visits: [visit(0, -1)] }, /visits\[0\].measurementsMm.T1: .*at least 0 mm/],
    ['has a new lesion at the baseline', { lesions, visits: [{ ...visit(0, 9), newLesion: true }] }, /lesions.json: visits\[0\].newLesion: is false: .*target or non-target/],
    ['has visits out of order', { lesions, visits: [visit(0, 9), visit(60, 9), visit(30, 9)] }, /lesions.json: visits\[2\].day: visits are in order/],
  ])('that %s is refused', async (_what, content, message) => {
    await expect(derive(content)).rejects.toThrow(SettingsError);
    await expect(derive(content)).rejects.toThrow(message);
  }); // prettier-ignore
});
