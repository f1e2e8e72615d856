import { type ClaimVerdict, type Statement } from '@haim/schema';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { loadDemoPaper, loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { type JudgedClaim } from './judge.ts';
import { type CheckedPaper } from './paper.service.ts';
import { withPapers } from '../../demonstration/with-papers.ts';

const study = 'HAIC-DEMO';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let checked: CheckedPaper;

beforeAll(async () => {
  database = await openDatabaseForTests();
  await loadDemonstration(database);
  expect(await loadDemoPaper(database)).toBe(true);
  checked = (await withPapers(database.ownerUrl, study, (ctx, papers) => papers.check(ctx, study, 'lin-haim', null)))!;
}, 120_000);
afterAll(() => database?.close());

const claim = (name: string): JudgedClaim => checked.claims.find((one) => one.claim.name === name)!;
const said = (name: string, code: Statement['code']) =>
  claim(name).reasons.find((reason) => reason.code === code)?.values;
/** Of the claims of these places, those that are not a match. */
const others = (place: string): Record<string, ClaimVerdict> =>
  Object.fromEntries(
    checked.claims
      .filter((one) => one.claim.place.startsWith(place) && one.verdict !== 'match')
      .map((one) => [one.claim.name, one.verdict]),
  );

// What is expected is of the article, of R on its counts (the p values) and of achieved.csv of the demonstration, which
// make_cohort.R writes.
describe('the claims of the publication, recomputed on the demonstration', () => {
  it('are all there, and added once', async () => {
    expect(checked.claims).toHaveLength(189);
    expect(await loadDemoPaper(database)).toBe(false);
  });

  it('of Table 1 match but for one patient of disease control', () => {
    expect(others('Table 1')).toEqual({ 'dcr-hti': 'differs', 'dcr-total': 'differs', 'dcr-p': 'differs' });
    expect(claim('dcr-hti').recomputed).toBeCloseTo((100 * 265) / 281, 10);
    expect(said('dcr-hti', 'claimCountsDiffer')).toEqual({ printed: 264, of: 281, recomputed: 265, n: 1 });
    expect(said('dcr-total', 'claimCountsDiffer')).toEqual({ printed: 348, of: 378, recomputed: 349, n: 1 });
    // chisq.test of 264/281 and 84/97 without correction: 0.0209; of 265: 0.0139.
    expect(said('dcr-p', 'claimTestOfOthers')).toMatchObject({ n: 1, direction: 'fewer', arm: 'HTI', p: 0.0209 });
    expect(claim('orr-hti').verdict).toBe('match');
  });

  it('of Table 2 match, one p value to a unit of its last digit', () => {
    expect(others('Table 2')).toEqual({ 'age-p': 'rounding' });
    expect(claim('child-pugh-p').recomputed).toBeCloseTo(0.394, 4);
    expect(claim('bclc-p').recomputed).toBeCloseTo(0.6795, 4);
  });

  it('of the patients and adverse events match', () => {
    expect(others('Results, patients')).toEqual({});
    expect(others('Results, safety')).toEqual({});
    expect(others('Abstract')).toEqual({});
  });

  it('of survival match in medians, events and log-rank tests, and say which estimator a ratio is of', () => {
    expect(others('Results, survival')).toEqual({
      'follow-up-lower': 'notAttainable',
      'follow-up-upper': 'notAttainable',
      'pfs-hr-estimate': 'rounding',
      'pfs-hr-lower': 'differs',
      'pfs-hr-upper': 'differs',
      'os-hr-estimate': 'rounding',
      'os-hr-lower': 'differs',
      'os-hr-upper': 'differs',
    });
    expect(claim('os-hti-upper')).toMatchObject({ verdict: 'match', recomputed: null });
    const { candidates } = said('os-hr-estimate', 'claimCandidates') as { candidates: { en: string }[] };
    expect(candidates.map(({ en }) => en)).toEqual([
      'Cox model 0.3811',
      'Mantel-Haenszel, exp((O − E)/V) 0.2985',
      'log-rank, (O/E)/(O/E) 0.3861',
    ]);
    expect(said('os-hr-lower', 'claimIntervalWidth')).toMatchObject({ printed: 0.214 });
    // By hand, of the printed interval: z = ln(0.572) / 0.1730 = -3.228.
    expect(said('pfs-log-rank', 'claimIntervalImplies')).toEqual({ p: 0.0012 });
    expect(said('os-log-rank', 'claimIntervalImplies')).toBeUndefined();
  });

  it('of the sets say that 70/30 is 75.8/24.2, and that the external set is not external', () => {
    expect(others('Methods, data sets')).toEqual({
      'split-training': 'differs',
      'split-test': 'differs',
      'external-is-external': 'differs',
    });
    expect(claim('split-training').recomputed).toBeCloseTo(75.77, 2);
    expect(said('split-training', 'claimShareIs')).toEqual({ n: 147, of: 194 });
    expect(said('external-is-external', 'claimNotExternal')).toEqual({ n: 63, centres: ['FAHSYU'] });
  });

  it('of Table 3 say what no table and no numbers of pairs give', () => {
    const found = others('Table 3');
    const of = (verdict: ClaimVerdict) => Object.keys(found).filter((name) => found[name] === verdict);
    expect(of('notAttainable')).toEqual(['auc-internal', 'accuracy-internal']);
    expect(of('rounding')).toEqual(['accuracy-entire', 'auc-external']);
    expect(claim('auc-entire').verdict).toBe('match');
    expect(claim('accuracy-external').verdict).toBe('match');
    expect(said('accuracy-internal', 'claimShareNotAttainable')).toEqual({
      n: 19,
      near: ['14/19 = 0.737', '15/19 = 0.789'],
    });
    expect(said('accuracy-internal', 'claimTablesNone')).toEqual({ n: 19, of: 6, most: 3 });
    expect(said('auc-internal', 'claimAreaNone')).toMatchObject({ positives: 7, negatives: 12 });
    expect(said('accuracy-entire', 'claimTruncated')).toEqual({ exact: 0.787234, rounded: '0.79' });
    expect(claim('auc-external').recomputed).toBeCloseTo(0.85385, 5);
  });

  it('say of every claim that has a script what repeats it in R', async () => {
    const kinds = new Map(checked.claims.map((one) => [one.claim.rule.kind, one.claim.name]));
    const scripted = [...kinds].filter(([kind]) => !['patients', 'share', 'setSize', 'setOverlap'].includes(kind));
    const files = await withPapers(database.ownerUrl, study, (ctx, papers) =>
      Promise.all(
        scripted.map(([, name]) => papers.files(ctx, study, { paper: 'lin-haim', claim: name, snapshot: null })),
      ),
    );
    expect(files?.map((one) => one?.script.includes(`${one.name}.csv`))).toEqual(scripted.map(() => true));
  });

  it('are the same of a snapshot after scores, sets and slides have changed', async () => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`select set_config('app.user_id', 'test', false), set_config('app.user_name', 'test', false),
      set_config('app.reason', 'test', false)`);
    const { rows: made } = await owner.query<{ id: string }>(
      `select portal.make_snapshot(s.id, 'as submitted', 'test') as id from portal.study s where s.code = $1`,
      [study],
    );
    const snapshot = made[0]!.id;
    await owner.query('update portal.imported_score set score = 1 - score');
    await owner.query(`update portal.slide set evaluation_set = 'internal' where evaluation_set = 'training'`);
    await owner.query(`update portal.score_threshold set threshold = 0.1`);
    await owner.query(`update portal.study set score_of_patient = 'mean'`);
    const check = (id: string | null) =>
      withPapers(database.ownerUrl, study, (ctx, papers) => papers.check(ctx, study, 'lin-haim', id));
    const [kept, now] = [await check(snapshot), await check(null)];
    expect(kept?.claims).toEqual(checked.claims);
    const auc = (paper: CheckedPaper | null) =>
      paper?.claims.find((one) => one.claim.name === 'auc-entire')?.recomputed;
    // Every score is turned, and the training cases are among the others.
    expect(auc(now)).not.toBeCloseTo(auc(kept)!, 2);
    const { rows: verified } = await owner.query<{ is: boolean; damaged: number }>(
      `select c.recomputed = s.sha256 as is, c.damaged from portal.snapshot s, portal.check_snapshot(s.id) c where s.id = $1`,
      [snapshot],
    );
    expect(verified).toEqual([{ is: true, damaged: 0 }]);
    await owner.end();
  });

  it('of slides and scores are not recomputed of a snapshot that keeps none', async () => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    // As the snapshots are that an earlier version of the portal made.
    const { rows } = await owner.query<{ id: string }>(
      `insert into portal.snapshot (id, study_id, name, reason, made_at, made_by, made_by_name, data_version, recipe_id, settings, n, sha256)
       select gen_random_uuid(), s.id, 'of earlier', 'test', now(), 'test', 'test', 0, s.recipe_id,
         portal.settings_of_records_to_freeze(s.id), 0, sha256('') from portal.study s where s.code = $1 returning id`,
      [study],
    );
    await owner.end();
    const earlier = await withPapers(database.ownerUrl, study, (ctx, papers) =>
      papers.check(ctx, study, 'lin-haim', rows[0]!.id),
    );
    const notKept = earlier!.claims.filter(({ reasons }) => reasons.some(({ code }) => code === 'claimNotKept'));
    expect([...new Set(notKept.map(({ claim: { rule } }) => rule.kind))].toSorted()).toEqual([
      ...['auc', 'baseline', 'baselineTest', 'metric', 'setOverlap', 'setSize'],
    ]);
  });
});
