import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SubjectStore } from '../../../columns/index.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { openDataSource } from '../../../db/data-source.ts';
import { openDatabaseForTests } from '../../../db/database.fixture.ts';
import { StudyDb } from '../../../db/study-db.ts';
import { loadDemonstration } from '../../../demonstration/load-demonstration.ts';
import { addMembership } from '../../studies/declare-study.ts';
import { readAccess } from '../../studies/membership.query.ts';
import { StudyService } from '../../studies/study.service.ts';
import expected from './evaluation-sets.json' with { type: 'json' };
import { EvaluationSources } from './evaluation-sources.ts';
import { type EvaluationQuestion, EvaluationService } from './evaluation.service.ts';
import { ThresholdProposalService } from './threshold-proposal.service.ts';
import { pointByRule } from './threshold-rule.ts';

/** The imported scores of the demonstration, of which R's numbers at 0.532 are known: internal of NFH, external of FAHSYU. */
const study = 'HAIC-DEMO';
const imported = 'imported:HAIM as published (synthetic PRPS)';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let dataSource: DataSource;
let owner: Client;
let evaluations: EvaluationService;
let proposals: ThresholdProposalService;
let [ines, otto, nora, ada]: PortalContext[] = [];

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  dataSource = openDataSource(database.appUrl, 3);
  await dataSource.initialize();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const [db, columns] = [new StudyDb(dataSource), new SubjectStore(new StudyDb(dataSource))];
  const studies = new StudyService(db);
  evaluations = new EvaluationService(columns, studies, new EvaluationSources());
  proposals = new ThresholdProposalService(db, columns, studies, evaluations);
  [ines, otto, nora, ada] = await Promise.all([
    member('ines', 'investigator', null),
    member('otto', 'investigator', null),
    member('nora', 'staff', 'NFH'),
    member('ada', 'administrator', null),
  ]);
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await dataSource?.destroy();
  await database?.close();
});

async function member(userId: string, role: 'investigator' | 'staff' | 'administrator', centre: string | null) {
  await addMembership(database.ownerUrl, { userId, study, role, centre });
  const studies = await readAccess(dataSource, userId);
  return { asker: { userId, name: userId, email: '', studies }, requestId: 'test' };
}

const question = (set: EvaluationQuestion['set'], more: Partial<EvaluationQuestion> = {}) => ({
  sourceId: imported,
  set,
  ...more,
});
const byHand = { rule: 'byHand', target: null, reason: 'fewer missed' } as const;
const seen = async (ctx: PortalContext) => (await proposals.list(ctx, study, imported)).map(({ id }) => id);

describe('a threshold by a rule', () => {
  it('reaches the target with as much of the other share as is possible then', async () => {
    const found = await evaluations.evaluate(ines!, study, question('ENTIRE'));
    const point = pointByRule(found, { rule: 'sensitivity', target: 0.9 })!;
    expect(point.sensitivity).toBeGreaterThanOrEqual(0.9);
    // By looking at every score: no threshold with that sensitivity has a higher specificity.
    const share = (isPositive: boolean, at: number) => {
      const of = found.cases.filter(({ positive }) => positive === isPositive);
      return of.filter(({ score }) => score >= at === isPositive).length / of.length;
    };
    const enough = found.cases.map(({ score }) => score).filter((at) => share(true, at) >= 0.9);
    expect(point.specificity).toBeCloseTo(Math.max(...enough.map((at) => share(false, at))), 12);
    expect(share(true, point.threshold)).toBe(point.sensitivity);
  });

  it('is that of the other share where the other class is positive', async () => {
    const low = await evaluations.evaluate(ines!, study, question('ENTIRE', { positive: 'CR/PR' }));
    const high = await evaluations.evaluate(ines!, study, question('ENTIRE'));
    const [a, b] = [
      pointByRule(low, { rule: 'sensitivity', target: 0.8 })!,
      pointByRule(high, { rule: 'specificity', target: 0.8 })!,
    ];
    expect([a.threshold, a.sensitivity, a.specificity]).toEqual([b.threshold, b.specificity, b.sensitivity]);
  });

  it('needs a target from 0 to 1, and is refused without', async () => {
    const found = await evaluations.evaluate(ines!, study, question('ENTIRE'));
    for (const target of [null, -0.1, 1.1, NaN]) {
      expect(() => pointByRule(found, { rule: 'specificity', target })).toThrow(/target must be from 0 to 1/);
    }
  });
});

describe('a proposal', () => {
  it('keeps rule, cases, who and why, and changes no threshold of anybody', async () => {
    const kept = await proposals.propose(ines!, study, question('EXTERNAL'), {
      rule: 'youden',
      target: null,
      reason: '  for the next protocol ',
    });
    const { n, nPositive, youden } = await evaluations.evaluate(otto!, study, question('EXTERNAL'));
    expect(kept).toMatchObject({
      ...{ source: imported, rule: 'youden', target: null, set: 'EXTERNAL', selection: null, n, nPositive },
      ...{ positiveClass: 'SD/PD', reason: 'for the next protocol', proposedBy: 'ines', withdrawnAt: null, version: 1 },
      mayWithdraw: true,
    });
    expect([n, nPositive]).toEqual([expected.sets.EXTERNAL.n, expected.sets.EXTERNAL.nPositive]);
    expect(youden.map(({ threshold }) => threshold)).toContain(kept.threshold);
    const after = await evaluations.evaluate(otto!, study, question('EXTERNAL'));
    expect(after.threshold).toBe(expected.threshold);
    const [other] = await proposals.list(otto!, study, imported);
    expect(other).toMatchObject({ id: kept.id, mayWithdraw: false });
  });

  it('names its cases: the same ones have the same hash, whichever class is positive; others another', async () => {
    const of = async (more: Partial<EvaluationQuestion>, set: EvaluationQuestion['set'] = 'INTERNAL') =>
      (await proposals.propose(ines!, study, question(set, { threshold: 0.5, ...more }), byHand)).casesSha256;
    const first = await of({});
    expect(await of({ positive: 'CR/PR', threshold: 0.4 })).toBe(first);
    expect(await of({ cohort: { sexes: ['male'] } })).not.toBe(first);
    expect(await of({}, 'ENTIRE')).not.toBe(first);
  });

  it('is seen only by who may read all of its cases, in the database too', async () => {
    const [internal, entire] = await Promise.all([
      proposals.propose(ines!, study, question('INTERNAL', { threshold: 0.41 }), byHand),
      proposals.propose(ines!, study, question('ENTIRE', { threshold: 0.42 }), byHand),
    ]);
    const ofNora = await seen(nora!);
    expect([ofNora.includes(internal.id), ofNora.includes(entire.id)]).toEqual([true, false]);
    await expect(proposals.withdraw(nora!, study, { id: entire.id, version: 1 }, 'no')).rejects.toThrow(/not found/i);
    const own = await proposals.propose(nora!, study, question('ENTIRE', { threshold: 0.43 }), byHand);
    expect(own.n).toBe(expected.sets.INTERNAL.n);
  });

  it('is withdrawn by its author or who manages the study, with a reason, and stays readable', async () => {
    const kept = await proposals.propose(ines!, study, question('INTERNAL', { threshold: 0.44 }), byHand);
    const read = { id: kept.id, version: 1 };
    await expect(proposals.withdraw(otto!, study, read, 'not mine')).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
    await expect(proposals.withdraw(ines!, study, read, '  ')).rejects.toThrow(/reason must have/);
    const gone = await proposals.withdraw(ada!, study, read, 'superseded');
    expect(gone).toMatchObject({ withdrawnBy: 'ada', withdrawnReason: 'superseded', version: 2, mayWithdraw: false });
    expect(await seen(otto!)).toContain(kept.id);
    await expect(proposals.withdraw(ada!, study, read, 'again')).rejects.toMatchObject({
      extensions: { code: expect.stringMatching(/CONFLICT|FORBIDDEN/) as string },
    });
    const { rows } = await owner.query<{ action: string; user_id: string }>(
      `select action, user_id from portal.audit_entry where record_id = $1 order by id`,
      [kept.id],
    );
    expect(rows).toEqual([
      { action: 'create', user_id: 'ines' },
      { action: 'correct', user_id: 'ada' },
    ]);
  });

  it('is refused without cases, without a reason, and where the rule does not fit the threshold', async () => {
    const propose = (of: EvaluationQuestion, chosen: Parameters<typeof proposals.propose>[3]) =>
      proposals.propose(ines!, study, of, chosen);
    await expect(propose(question('INTERNAL', { threshold: 0.5 }), { ...byHand, reason: '' })).rejects.toThrow(
      /reason must have 1 to 500 characters/,
    );
    await expect(propose(question('INTERNAL'), byHand)).rejects.toThrow(/threshold is missing/);
    await expect(propose(question('INTERNAL', { threshold: 0.5 }), { ...byHand, rule: 'youden' })).rejects.toThrow(
      /picked by the rule youden/,
    );
    const nobody = question('INTERNAL', {
      threshold: 0.5,
      cohort: { filter: { variable: 'ageYears', between: [119, null] } },
    });
    await expect(propose(nobody, byHand)).rejects.toThrow(/no scored case/);
  });
});

describe('where a threshold comes from', () => {
  const origin = async (of: EvaluationQuestion) =>
    (await proposals.origin(otto!, await evaluations.evaluate(otto!, study, of)))?.code;

  it('of the clinical model is the training set: optimistic there, and on other cases elsewhere', async () => {
    const clinical = (await evaluations.sources(otto!, study, null)).find(({ kind }) => kind === 'clinical')!.id;
    expect(await origin({ sourceId: clinical, set: 'TRAINING' })).toBe('thresholdOnTheseCases');
    expect(await origin({ sourceId: clinical, set: 'ENTIRE' })).toBe('thresholdOnOtherCases');
  });

  it('of imported scores is stated, so that only a threshold that fits the cases best is suspected', async () => {
    const codes = await Promise.all((['INTERNAL', 'EXTERNAL', 'ENTIRE'] as const).map((set) => origin(question(set))));
    for (const code of codes) expect(['thresholdBestHere', 'thresholdOriginNotKnown']).toContain(code);
    // By hand: 0.532 is the Youden point of a set where pROC finds no better one.
    const best = await Promise.all(
      (['INTERNAL', 'EXTERNAL', 'ENTIRE'] as const).map(async (set) => {
        const r = expected.sets[set];
        const { youden } = await evaluations.evaluate(otto!, study, question(set));
        const own = r.sensitivity[0]! + r.specificity[0]!;
        return Math.abs(own - (youden[0]!.sensitivity + youden[0]!.specificity)) < 1e-9;
      }),
    );
    expect(codes.map((code) => code === 'thresholdBestHere')).toEqual(best);
  });

  it('that was moved is the cases looked at, unless it was proposed on others', async () => {
    expect(await origin(question('INTERNAL', { threshold: 0.377 }))).toBe('thresholdWhileLooking');
    await proposals.propose(ines!, study, question('EXTERNAL', { threshold: 0.377 }), byHand);
    expect(await origin(question('INTERNAL', { threshold: 0.377 }))).toBe('thresholdOnOtherCases');
    expect(await origin(question('EXTERNAL', { threshold: 0.377 }))).toBe('thresholdOnTheseCases');
    expect(await origin(question('ENTIRE', { threshold: 0.377 }))).toBe('thresholdMayBeOnTheseCases');
  });
});

it('the external set of the demonstration earns the name of a held-out subset of its centres, and no more', async () => {
  expect(await evaluations.externalSet(otto!, study)).toBe('heldOutCentreSubset');
});
