import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neededForms } from '../modules/worklist/index.ts';
import { openSharedStudy, type SharedStudy, study } from './disclosed-study.fixture.ts';

let shared: SharedStudy;
let owner: SharedStudy['owner'];
let studyId: SharedStudy['studyId'];
let centres: SharedStudy['centres'];
let declare: SharedStudy['declare'];
let inOneChange: SharedStudy['inOneChange'];
let asker: SharedStudy['asker'];
let ask: SharedStudy['ask'];
let staffOfA: SharedStudy['staffOfA'];
let statistician: SharedStudy['statistician'];

beforeAll(async () => {
  shared = await openSharedStudy();
  ({ owner, studyId, centres, declare, inOneChange, asker, ask, staffOfA, statistician } = shared);
}, 120_000);
afterAll(() => shared?.close());

interface Summary {
  cohortSummary: {
    n: number;
    total: number;
    protection: { statements: { code: string }[] } | null;
    facets: { variable: string; counts: { value: string | null; n: number; atMost: boolean }[] }[];
    quantities: { variable: string; n: number; median: number; minimum: number | null }[];
    responses: { arm: string | null; n: number; cr: number; pr: number; sd: number; pd: number; notEvaluable: number; atMost: string[] }[];
    contradictions: object[];
    histograms: Histogram[];
    accrual: Histogram | null;
  };
} // prettier-ignore
interface Histogram {
  variable: string;
  scale: string;
  bins: { from: number | string | null; to: number | string | null; n: number; atMost: boolean; ofAll: number; ofAllAtMost: boolean }[];
} // prettier-ignore
const histogram = 'variable scale bins { from to n atMost ofAll ofAllAtMost }';
const summary = (filter = '', scope = 'STUDY') => `{ cohortSummary(study: "${study}", scope: ${scope}${filter}) {
  n total protection { smallestCell statements { code } } contradictions { n } histograms { ${histogram} } accrual { ${histogram} }
  facets { variable counts { value n atMost } } quantities { variable n median minimum maximum }
  responses { arm n nAtMost cr pr sd pd notEvaluable atMost orr { numerator value atMost } }
  adverseEvents { arm n anyGrade { numerator atMost } } } }`;
const survival = (rest = '', scope = 'STUDY') => `{ survival(study: "${study}", endpoint: OS, scope: ${scope}${rest}) {
  n dropped droppedAtMost withheldGroups protection { gridMonths statements { code } }
  curves { label n events days nEvent atRisk } logRank { pValue } hazardRatios { hazardRatio pValue } } }`;
interface Survival {
  survival: {
    n: number;
    withheldGroups: string[];
    protection: object | null;
    curves: { label: string; n: number; days: number[]; nEvent: number[]; atRisk: number[] }[];
    logRank: { pValue: number };
    hazardRatios: { hazardRatio: number }[];
  };
}

describe('numbers of all centres', () => {
  it('are given to nobody of one centre until the study allows it', async () => {
    expect(await ask(staffOfA(), summary())).toMatchObject({ code: 'FORBIDDEN', data: null });
    expect(await ask(staffOfA(), survival())).toMatchObject({ code: 'FORBIDDEN', data: null });
    const { rows } = await owner.query('select from portal.disclosed_selection');
    expect(rows).toEqual([]);
  });

  it('are exact for whoever may read all centres', async () => {
    const [own, all] = [await ask(statistician(), survival('', 'OWN')), await ask(statistician(), survival())];
    expect(all).toEqual(own);
    expect((await ask<Summary>(statistician(), summary())).data.cohortSummary).toMatchObject({
      n: 240,
      protection: null,
    });
  });

  it('are rounded, without small counts, and without what is somebody’s', async () => {
    await declare({ isOn: true });
    const { data, message } = await ask<Summary>(staffOfA(), summary());
    expect(message).toBeNull();
    const { cohortSummary: found } = data;
    expect([found.n, found.total, found.contradictions]).toEqual([240, 240, []]);
    expect(found.protection!.statements.map(({ code }) => code)).toEqual(['protectedCounts', 'protectedValues']);
    expect(found.facets.map(({ variable }) => variable)).not.toContain('centre');
    const counts = found.facets.flatMap((facet) => facet.counts);
    expect(counts.filter(({ n, atMost }) => !atMost && (n <= 7 || n % 5 !== 0))).toEqual([]);
    const stage = found.facets.find(({ variable }) => variable === 'bclcStage')!.counts;
    // Nobody and one patient of another centre look alike: A and B have no stage 0, and B7 alone has D.
    expect(stage.filter(({ atMost }) => atMost).map(({ value, n }) => [value, n])).toEqual([
      ['0', 7],
      ['D', 7],
      [null, 7],
    ]);
    for (const { n, atMost, cr, pr, sd, pd, notEvaluable } of found.responses) {
      if (atMost.length === 0) continue;
      const shown = { cr, pr, sd, pd, notEvaluable };
      expect(atMost).toEqual(['notEvaluable']);
      const sum = Object.entries(shown).reduce((all, [name, k]) => all + (atMost.includes(name) ? 0 : k), 0);
      // What the shown parts leave is the same for every hidden count: 7 halves a part, to the nearest 5.
      expect(n - sum).toBe(Math.floor((3.5 * atMost.length) / 5 + 0.5) * 5);
    }
    const age = found.quantities.find(({ variable }) => variable === 'ageYears')!;
    expect([age.n, age.minimum, Number(age.median.toPrecision(2))]).toEqual([235, null, age.median]);
  });

  it('are distributions between ends that are nobody’s, beside the whole study', async () => {
    const older = ', cohort: { filter: { variable: "ageYears", between: [55, null] } }';
    const { data, message } = await ask<Summary>(staffOfA(), summary(older));
    expect(message).toBeNull();
    const { histograms, accrual } = data.cohortSummary;
    const age = histograms.find(({ variable }) => variable === 'ageYears')!;
    // Ages are even from 30 to 79, the quartiles about 42 and 67: one more half of them to each side, by round numbers.
    expect(age.bins.map(({ from }) => from)).toEqual([
      null,
      ...age.bins.slice(1).map((_, k) => Number(age.bins[1]!.from) + 10 * k),
    ]);
    expect([age.bins[0]!.from, age.bins.at(-1)!.to]).toEqual([null, null]);
    for (const { bins } of histograms) {
      for (const { n, atMost, ofAll, ofAllAtMost } of bins) {
        if (!atMost) expect([n > 7, n % 5]).toEqual([true, 0]);
        if (!ofAllAtMost) expect([ofAll > 7, ofAll % 5]).toEqual([true, 0]);
      }
      const whole = bins.reduce((sum, { ofAll, ofAllAtMost }) => sum + (ofAllAtMost ? 0 : ofAll), 0);
      expect(whole).toBeLessThanOrEqual(240);
      expect(whole).toBeGreaterThanOrEqual(200);
    }
    // Nobody below 40 is chosen, and that is shown as the few that might be.
    expect(age.bins[0]).toMatchObject({ n: 7, atMost: true, ofAllAtMost: false });
    expect(accrual!.scale).toBe('CALENDAR');
    expect(accrual!.bins.slice(1).every(({ from }) => /^\d{4}-(01|04|07|10)-01$/.test(String(from)))).toBe(true);
    const { data: again } = await ask<Summary>(staffOfA(), summary());
    expect(
      again.cohortSummary.histograms.map(({ variable, bins }) => [variable, bins.map(({ from }) => from)]),
    ).toEqual(histograms.map(({ variable, bins }) => [variable, bins.map(({ from }) => from)]));
  });

  it('are curves on the grid, of midpoints', async () => {
    const { data, message } = await ask<Survival>(staffOfA(), survival(', groupBy: "arm"'));
    expect(message).toBeNull();
    const { curves, logRank, protection } = data.survival;
    expect(curves.map(({ label }) => label)).toEqual(['HAIC', 'HTI']);
    expect(protection).toMatchObject({ gridMonths: 1, statements: [{ code: 'protectedCurves' }] });
    for (const { days, nEvent, atRisk, n } of curves) {
      expect(days.filter((day) => day % 30 !== 0)).toEqual([]);
      expect([...nEvent, n, ...atRisk].filter((k) => k % 3 !== 0)).toEqual([]);
      expect(atRisk.at(-1)).toBeGreaterThanOrEqual(10);
    }
    expect(String(logRank.pValue)).toBe(String(Number(logRank.pValue.toPrecision(2))));
    const { data: all } = await ask<Survival>(statistician(), survival(', groupBy: "bclcStage"'));
    const { data: shown } = await ask<Survival>(staffOfA(), survival(', groupBy: "bclcStage"'));
    expect(all.survival.curves.map(({ label }) => label)).toEqual(['A', 'B', 'C', 'D']);
    expect(shown.survival.curves.map(({ label }) => label)).toEqual(['A', 'B', 'C']);
    expect(shown.survival.withheldGroups).toEqual(['D']);
  });

  it('are Table 1, each group as the selection that it is', async () => {
    interface TableOne {
      tableOne: {
        n: number;
        protection: object | null;
        files: object | null;
        ungroupedAtMost: boolean;
        withheldGroups: string[];
        groups: { value: string; n: number }[];
        rows: {
          variable: string;
          missing: number[];
          missingAtMost: boolean[];
          levels: { value: string; n: number[]; atMost: boolean[] }[];
          described: ({ n: number; mean: number | null; median: number | null; minimum: number | null } | null)[];
          test: object | null;
          difference: number | null;
        }[];
      };
    }
    const table = (rest = '', scope = 'STUDY') => `{ tableOne(study: "${study}", scope: ${scope}${rest}, variables: ["sex", "bclcStage", "ageYears", "tumourSizeMm"]) {
      n protection { roundTo } ungroupedAtMost withheldGroups groups { value n } files { name }
      rows { variable missing missingAtMost levels { value n atMost } described { n mean median minimum } test { pValue } difference } } }`; // prettier-ignore
    const { data, message } = await ask<TableOne>(staffOfA(), table(', groupBy: "arm"'));
    expect(message).toBeNull();
    const { tableOne: shown } = data;
    expect([shown.n, shown.files, shown.ungroupedAtMost, shown.withheldGroups]).toEqual([240, null, true, []]);
    const counts = shown.rows.flatMap(({ levels }) =>
      levels.flatMap(({ n, atMost }) => n.filter((_, k) => !atMost[k])),
    );
    expect(counts.length).toBeGreaterThan(10);
    expect(counts.filter((n) => n <= 7 || n % 5 !== 0)).toEqual([]);
    // Stage 0 of nobody and D of one patient look alike in every column.
    const stage = shown.rows.find(({ variable }) => variable === 'bclcStage')!;
    const of = (value: string) => stage.levels.find((level) => level.value === value)!;
    expect([of('D').atMost, of('0').atMost, of('D').n]).toEqual([[true, true, true], [true, true, true], of('0').n]);
    const age = shown.rows.find(({ variable }) => variable === 'ageYears')!;
    for (const one of age.described) {
      expect(one!.minimum).toBeNull();
      expect(one!.median).toBe(Number(one!.median!.toPrecision(2)));
    }
    expect(shown.rows.every(({ test, difference }) => test === null && difference === null)).toBe(true);
    // Selecting an arm tells of its values what its column tells: nothing is added to the ledger by the table.
    const { data: arm } = await ask<Summary>(staffOfA(), summary(', cohort: { arms: ["HTI"] }'));
    const alone = arm.cohortSummary.quantities.find(({ variable }) => variable === 'ageYears')!;
    expect(age.described[shown.groups.findIndex(({ value }) => value === 'HTI')]!.median).toBe(alone.median);
    const { data: exact } = await ask<TableOne>(statistician(), table(', groupBy: "arm"'));
    expect(exact.tableOne).toMatchObject({ n: 240, protection: null });
    expect(exact.tableOne.files).not.toBeNull();
    const stages = await ask<TableOne>(staffOfA(), table(', groupBy: "bclcStage"'));
    expect(stages.data.tableOne.groups.map(({ value }) => value)).toEqual(['A', 'B', 'C']);
    expect(stages.data.tableOne.withheldGroups.toSorted()).toEqual(['0', 'D']);
    for (const by of ['centre', 'bestResponse', 'parts:ageYears:60']) {
      expect((await ask(staffOfA(), table(`, groupBy: "${by}"`))).code).toBe('BAD_USER_INPUT');
    }
  });

  it('are responses by arm alone, as the page of the cohort has them, with a p between its limits', async () => {
    interface Responses {
      responseTable: {
        total: object | null;
        files: object | null;
        strata: object[];
        rows: { value: string; n: number; cr: number; pr: number; atMost: string[]; orr: { numerator: number; atMost: boolean } }[];
        orr: { chiSquare: { pValue: number; lowestP: number; highestP: number } | null; fisher: object | null; difference: { estimate: number } | null };
      };
    } // prettier-ignore
    const table = (rest: string, scope = 'STUDY') => `{ responseTable(study: "${study}", scope: ${scope}${rest}) {
      total { n } files { name } strata { group } rows { value n cr pr atMost orr { numerator atMost } }
      orr { chiSquare { pValue lowestP highestP } fisher { pValue } difference { estimate } } } }`; // prettier-ignore
    const { data, message } = await ask<Responses>(staffOfA(), table(', groupBy: "arm"'));
    expect(message).toBeNull();
    const { total, files, strata, rows, orr } = data.responseTable;
    expect([total, files, strata, orr.fisher]).toEqual([null, null, [], null]);
    const { data: page } = await ask<Summary>(staffOfA(), summary());
    expect(rows.map(({ value, n, cr, pr }) => [value, n, cr, pr])).toEqual(
      page.cohortSummary.responses.filter(({ arm }) => arm !== null).map(({ arm, n, cr, pr }) => [arm, n, cr, pr]),
    );
    const { pValue, lowestP, highestP } = orr.chiSquare!;
    expect(lowestP).toBeLessThan(pValue);
    expect(pValue).toBeLessThanOrEqual(highestP);
    // The p of the patients themselves is within these limits.
    const { data: exact } = await ask<Responses>(statistician(), table(', groupBy: "arm"'));
    const own = exact.responseTable.orr.chiSquare!;
    expect([own.lowestP, own.pValue >= lowestP, own.pValue <= highestP]).toEqual([null, true, true]);
    for (const rest of ['', ', groupBy: "sex"', ', groupBy: "arm", within: "sex"']) {
      expect((await ask(staffOfA(), table(rest))).code).toBe('BAD_USER_INPUT');
    }
  });

  it('are how far the study has come, of what other pages tell, and null for whoever reads every centre', async () => {
    interface Shared {
      sharedProgress: {
        n: number;
        withheldArms: string[];
        recorded: number;
        accrual: Histogram;
        groups: { arm: string; n: number; deaths: number; progressions: number | null }[];
        information: { events: number; planned: number | null } | null;
        protection: { statements: { code: string }[] };
      } | null;
    }
    const query = `{ sharedProgress(study: "${study}") { n withheldArms recorded accrual { ${histogram} }
      groups { arm n deaths progressions medianDays } information { events planned fraction detectable } protection { statements { code } } } }`;
    const { data, message } = await ask<Shared>(staffOfA(), query);
    expect(message).toBeNull();
    const shown = data.sharedProgress!;
    const { data: page } = await ask<Summary>(staffOfA(), summary());
    const { data: curves } = await ask<Survival>(staffOfA(), survival(', groupBy: "arm"'));
    const arms = page.cohortSummary.facets.find(({ variable }) => variable === 'arm')!.counts;
    expect([shown.n, shown.withheldArms]).toEqual([page.cohortSummary.n, []]);
    expect(shown.accrual).toEqual(page.cohortSummary.accrual);
    expect(shown.groups.map(({ arm, n }) => [arm, n])).toEqual(
      ['HAIC', 'HTI'].map((arm) => [arm, arms.find(({ value }) => value === arm)!.n]),
    );
    const events = curves.survival.curves.map(({ nEvent }) => nEvent.reduce((sum, n) => sum + n, 0));
    expect(shown.groups.map(({ deaths }) => deaths)).toEqual(events);
    expect(shown.information!.events).toBe(events[0]! + events[1]!);
    // `fill` has a record of these forms for every patient, and of no other.
    const filled = neededForms.filter(({ name }) =>
      ['demographics', 'baseline', 'treatment', 'followUp', 'tumourAssessment'].includes(name),
    );
    expect(filled.length).toBe(5);
    expect(shown.recorded).toBe(Number((5 / neededForms.length).toPrecision(2)));
    expect((await ask<Shared>(statistician(), query)).data).toEqual({ sharedProgress: null });
    expect((await ask(asker('reader', centres.slice(0, 1), 'reader'), query)).code).toBe('FORBIDDEN');
  });

  it('are refused about nearly the patients of a selection that was answered, whoever asks', async () => {
    const butOne = ', cohort: { filter: { not: { variable: "bclcStage", in: ["D"] } } }';
    const nobodyLess = ', cohort: { filter: { not: { variable: "bclcStage", in: ["0"] } } }';
    const other = asker('staff-c', centres.slice(2, 3));
    const refused = await ask(staffOfA(), survival(butOne));
    expect(refused.code).toBe('WITHHELD');
    for (const [who, question] of [[staffOfA(), nobodyLess], [other, butOne], [staffOfA(), ', cohort: { filter: { variable: "bclcStage", in: ["D"] } }']] as const) {
      // One text, whatever the reason.
      expect(await ask(who, survival(question))).toEqual(refused);
      expect((await ask(who, summary(question))).message).toBe(refused.message);
    } // prettier-ignore
    // The whole is answered to everybody, again and again, and always with the same numbers.
    expect(await ask(staffOfA(), survival())).toEqual(await ask(staffOfA(), survival()));
    const older = ', cohort: { filter: { variable: "ageYears", between: [55, null] } }';
    expect((await ask(staffOfA(), summary(older))).code).toBeNull();
  });

  it('are not given by name or centre', async () => {
    for (const filter of ['{ variable: "code", contains: "B7" }', '{ not: { variable: "centre", in: ["B"] } }']) {
      expect((await ask(staffOfA(), summary(`, cohort: { filter: ${filter} }`))).code).toBe('BAD_USER_INPUT');
    }
    expect((await ask(staffOfA(), survival(', groupBy: "centre"'))).code).toBe('BAD_USER_INPUT');
    expect((await ask(staffOfA(), survival(', groupBy: "nothing"'))).code).toBe('BAD_USER_INPUT');
    const parted = await ask(staffOfA(), survival(', groupBy: "parts:ageYears:60"'));
    expect([parted.code, parted.message]).toEqual(['BAD_USER_INPUT', expect.stringContaining('single values')]);
  });

  it('leave everything else of other centres closed', async () => {
    expect((await ask<Summary>(staffOfA(), summary('', 'OWN'))).data.cohortSummary.total).toBe(60);
    const reader = asker('reader', centres.slice(0, 1), 'reader');
    expect((await ask(reader, summary())).code).toBe('FORBIDDEN');
  });

  it('are the total of a cohort that somebody else saved, and nothing of its patients', async () => {
    interface Listed {
      savedCohorts: {
        name: string;
        n: number;
        allCentres: { n: number; atMost: boolean } | null;
        since: object | null;
      }[];
    }
    const save = (name: string, filter: string) =>
      ask(
        statistician(),
        `mutation { saveCohort(study: "${study}", kind: PATIENTS, cohort: { name: "${name}", description: "", selection: { filter: ${filter} } }) { id } }`,
      );
    expect((await save('Young', '{ variable: "ageYears", between: [null, 49] }')).message).toBeNull();
    expect((await save('One of B', '{ variable: "code", in: ["B7"] }')).message).toBeNull();
    const { rows } = await owner.query<{ all: number; own: number }>(
      `select count(*)::int as all, (count(*) filter (where centre_id = $1))::int as own from portal.demographics where age_years <= 49`,
      [centres[0]],
    );
    const { data } = await ask<Listed>(
      staffOfA(),
      `{ savedCohorts(study: "${study}") { name n allCentres { n atMost } since { n } } }`,
    );
    const [one, young] = data.savedCohorts;
    expect([young!.name, young!.n, young!.since]).toEqual(['Young', rows[0]!.own, { n: rows[0]!.own }]);
    // To the nearest five, as every count of all centres.
    expect(young!.allCentres).toEqual({ n: Math.round(rows[0]!.all / 5) * 5, atMost: false });
    expect(one).toEqual({ name: 'One of B', n: 0, allCentres: null, since: { n: 0 } });
    const ids = await ask(
      staffOfA(),
      `{ patientTable(study: "${study}", columns: ["centre"], cohort: { filter: { variable: "cohort_2", in: ["true"] } }) { total ids } }`,
    );
    expect(ids.data).toEqual({ patientTable: { total: 0, ids: [] } });
  });

  it('stay as they are until enough patients have changed', async () => {
    const before = await ask<Survival>(staffOfA(), survival());
    const killed = (patients: number) => `update portal.follow_up set contact_day = 1, vital_status = 'dead'
      where patient_id in (select id from portal.patient where centre_id = ${centres[1]} order by code limit ${patients})`;
    await inOneChange(killed(8));
    expect(await ask(staffOfA(), survival())).toEqual(before);
    await inOneChange(killed(60));
    const after = await ask<Survival>(staffOfA(), survival());
    expect(after.data.survival.curves[0]!.nEvent[0]).toBeGreaterThan(before.data.survival.curves[0]!.nEvent[0]!);
  });

  it('are remembered with who asked, in the ledger and in the trail', async () => {
    const { rows } = await owner.query<{ asked_by: string; n: number }>(
      'select asked_by, count(*)::int as n from portal.disclosed_selection group by 1',
    );
    // All, by two arms and by three stages, the older by two arms, and a cohort; nothing that was refused.
    expect(rows).toEqual([{ asked_by: 'staff-a', n: 10 }]);
    const { rows: trail } = await owner.query<{ n: number }>(
      `select count(*)::int as n from portal.audit_entry where form = 'disclosed_selection' and user_id = 'staff-a' and study_id = $1`,
      [studyId],
    );
    expect(trail).toEqual([{ n: 10 }]);
  });
});
