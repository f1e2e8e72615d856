import { describe, expect, it } from 'vitest';
import { say } from '../statements/index.ts';
import {
  albiGrade,
  albiScore,
  albuminPoints,
  type BclcFacts,
  bclcStages,
  bilirubinPoints,
  childPughClasses,
  childPughPoints,
  deriveStaging,
  inrPoints,
} from './index.ts';

describe('ALBI', () => {
  // log10(17.1) = 1.2329961: 0.66 × 1.2329961 − 0.085 × 40 = 0.8137774 − 3.4.
  it.each([
    [17.1, 40, -2.5862226],
    [17.1, 41, -2.6712226],
    // log10(100) = 2: 1.32 − 2.55.
    [100, 30, -1.23],
    [1, 20, -1.7],
  ])('of bilirubin %d µmol/L and albumin %d g/L is %d', (bilirubin, albumin, score) => {
    expect(albiScore(bilirubin, albumin)).toBeCloseTo(score, 6);
  });

  it.each([
    [-2.6, '1'],
    [-2.5999, '2'],
    [-2.6049, '1'],
    [-1.39, '2'],
    [-1.3899, '3'],
  ])('%d is grade %s', (score, grade) => {
    expect(albiGrade(score)).toBe(grade);
  });

  it('has no score without bilirubin', () => {
    expect(() => albiScore(0, 40)).toThrow(/bilirubin must be above 0/);
  });
});

describe('Child-Pugh', () => {
  it('has its cuts in the unit of the report', () => {
    const umol = [33.9, 34, 51, 51.1].map((value) => bilirubinPoints(value, 'umol/L'));
    const mg = [1.99, 2, 3, 3.01].map((value) => bilirubinPoints(value, 'mg/dL'));
    expect([umol, mg]).toEqual([
      [1, 2, 2, 3],
      [1, 2, 2, 3],
    ]);
    expect(bilirubinPoints(2, 'g/L')).toBeNull();
    expect([35.1, 35, 28, 27.9].map(albuminPoints)).toEqual([1, 2, 2, 3]);
    expect([1.69, 1.7, 2.3, 2.31].map(inrPoints)).toEqual([1, 2, 2, 3]);
  });

  it.each([
    [5, 5, 'A'],
    [6, 6, 'A'],
    [7, 7, 'B'],
    [9, 9, 'B'],
    [10, 10, 'C'],
    [15, 15, 'C'],
    [6, 8, 'A B'],
    [5, 15, 'A B C'],
  ])('of %d to %d points is %s', (least, most, classes) => {
    expect(childPughClasses({ least, most }).join(' ')).toBe(classes);
  });

  it('counts what is not known with 1 to 3 points', () => {
    const parts = { bilirubin: 3, albumin: 3, inr: null, ascites: 1, encephalopathy: null } as const;
    expect(childPughPoints(parts)).toEqual({ least: 9, most: 13 });
  });
});

describe('BCLC', () => {
  const large: BclcFacts = {
    ecogPs: 0,
    childPugh: ['A'],
    portalVeinThrombus: false,
    extrahepaticMetastasis: false,
    isSingle: true,
    lesionCount: 1,
    sizeMm: 80,
  };
  it.each<[string, string, Partial<BclcFacts>]>([
    ['single of 80 mm', 'A', {}],
    ['single of 20 mm', '0', { sizeMm: 20 }],
    ['single of 20.1 mm', 'A', { sizeMm: 20.1 }],
    ['three to 30 mm', 'A', { isSingle: false, lesionCount: 3, sizeMm: 30 }],
    ['three, one of 30.1 mm', 'B', { isSingle: false, lesionCount: 3, sizeMm: 30.1 }],
    ['four to 30 mm', 'B', { isSingle: false, lesionCount: 4, sizeMm: 30 }],
    ['some of 80 mm', 'B', { isSingle: false, lesionCount: null }],
    ['some to 30 mm', 'AB', { isSingle: false, lesionCount: null, sizeMm: 30 }],
    ['portal vein thrombus', 'C', { portalVeinThrombus: true }],
    ['metastasis, ECOG 2', 'C', { extrahepaticMetastasis: true, ecogPs: 2 }],
    ['ECOG 1', 'C', { ecogPs: 1 }],
    ['ECOG 3', 'D', { ecogPs: 3 }],
    ['metastasis, ECOG 4', 'D', { extrahepaticMetastasis: true, ecogPs: 4 }],
    ['Child-Pugh C', 'D', { childPugh: ['C'] }],
    ['Child-Pugh B', 'A', { childPugh: ['B'] }],
    ['ECOG unknown', 'ACD', { ecogPs: null }],
    ['metastasis unknown', 'AC', { extrahepaticMetastasis: null }],
    ['thrombus, ECOG and class unknown', 'CD', { portalVeinThrombus: true, ecogPs: null, childPugh: ['A', 'B', 'C'] }],
    ['lesions unknown', '0AB', { isSingle: null, lesionCount: null, sizeMm: null }],
  ])('of %s is %s', (_, stages, facts) => {
    expect(bclcStages({ ...large, ...facts }).join('')).toBe(stages);
  });
});

describe('the staging of a baseline', () => {
  const lab = (test: string, takenOn: string, value: number, unit: string) => ({
    ...{ test, takenOn, value, unit },
    beyond: null,
  });
  const baseline = {
    ...{ ecogPs: '0', childPughClass: 'A', ascites: 'slight', encephalopathy: 'none', bclcStage: 'B' },
    ...{ tumourSizeMm: 80, lesionCount: 1, lesionNumber: 'single' },
    ...{ portalVeinThrombus: false, extrahepaticMetastasis: false },
  };
  const labResults = [
    lab('BILI', '2024-01-02', 20, 'umol/L'),
    lab('BILI', '2024-01-09', 2, 'mg/dL'),
    lab('BILI', '2024-01-11', 90, 'umol/L'),
    lab('ALB', '2024-01-09', 3.5, 'g/dL'),
    lab('INR', '2024-01-10', 1.1, 'ratio'),
  ];

  it('takes the last results on or before the first HAIC, converted, and names what differs', () => {
    const { albi, stages } = deriveStaging({ baseline, labResults, timeZero: '2024-01-10' });
    // 2 mg/dL = 34.2 µmol/L: 0.66 × 1.5340261 − 0.085 × 35 = −1.9625428.
    expect(say(albi, 'en')).toBe(
      'ALBI −1.96, grade 2: bilirubin 34.2 µmol/L (2024-01-09), albumin 35 g/L (2024-01-09)',
    );
    expect(stages).toMatchObject([
      { field: 'childPughClass', entered: 'A', possible: ['B'], differs: true },
      { field: 'bclcStage', entered: 'B', possible: ['A'], differs: true },
    ]);
    expect(say(stages[0]!.how, 'en')).toBe(
      'Child-Pugh B, 8 points: bilirubin 2, albumin 2, INR 1, ascites 2, encephalopathy 1',
    );
    expect(say(stages[0]!.how, 'zh')).toBe('Child-Pugh B 级，8 分：胆红素 2，白蛋白 2，INR 1，腹水 2，肝性脑病 1');
  });

  it('calls nothing different that a complete record could still give', () => {
    const { albi, stages } = deriveStaging({ baseline, labResults, timeZero: null });
    expect(say(albi, 'en')).toContain('a bilirubin and an albumin as a number');
    expect(stages[0]).toMatchObject({ possible: ['A', 'B', 'C'], differs: false });
    // The entered class stands for the parts that are not recorded.
    expect(stages[1]).toMatchObject({ possible: ['A'], differs: true });
  });

  it('names what would decide the stage, and nothing else', () => {
    const open = { portalVeinThrombus: true, childPughClass: 'B', bclcStage: 'B' };
    const [, bclc] = deriveStaging({ baseline: open, labResults: [], timeZero: null }).stages;
    expect(bclc).toMatchObject({ possible: ['C', 'D'], differs: true });
    expect(say(bclc!.how, 'en')).toBe('BCLC C/D; to be decided by: ECOG performance status');
  });
});
