import {
  allOf,
  type CohortFilter,
  judged,
  type OwnField,
  ownVariables,
  populationFilter,
  subjectVariables,
  type SubjectValues,
  variablesOf,
  withoutVariable,
} from '@haim/schema';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chosen, sequence } from '../../columns/block.fixture.ts';
import { type EventQuestion, SubjectStore } from '../../columns/index.ts';
import { randomFilter } from '../../columns/random-filter.fixture.ts';
import { type Asker } from '../../context/asker.ts';
import { openDataSource } from '../../db/data-source.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { StudyDb } from '../../db/study-db.ts';
import { declareStudy } from '../studies/declare-study.ts';
import { bestOfImages } from './counted-images.ts';
import { imagesOfPatients } from './response-images.query.ts';
import {
  armsBySql,
  binsBySql,
  contradictionsBySql,
  eventFactsBySql,
  facetBySql,
  onsetBySql,
  quantityBySql,
  sizeBySql,
  timesBySql,
  worstGradesBySql,
} from './sql-answers.fixture.ts';

const next = sequence(4711);
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let pool: DataSource;
let db: StudyDb;
let owner: Client;
const studies: { id: number; centres: number[] }[] = [];

beforeAll(async () => {
  database = await openDatabaseForTests();
  pool = openDataSource(database.appUrl, 4);
  await pool.initialize();
  db = new StudyDb(pool);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  for (const code of ['ONE', 'TWO']) {
    await declareStudy(database.ownerUrl, {
      code,
      name: code,
      synthetic: true,
      monthDays: 30,
      cutoffOn: null,
      timeZero: 'first HAIC',
      arms: ['HAIC', 'HTI'].map((arm) => ({ code: arm, label: arm })),
      centres: ['A', 'B', 'C'].map((centre) => ({ code: centre, name: centre })),
    });
    const { rows } = await owner.query<{ id: number; centres: number[] }>(
      `select s.id, array_agg(c.id order by c.code) as centres from portal.study s join portal.centre c on c.study_id = s.id
       where s.code = $1 group by s.id`,
      [code],
    );
    studies.push(rows[0]!);
    await inOneChange(async () => {
      for (const field of ownFields) await declare(rows[0]!.id, field);
    });
    await inOneChange(() => stateCriteria(rows[0]!.id, criteria));
    await inOneChange(async () => {
      for (let i = 0; i < 120; i++) await addPatient(chosen(next, rows[0]!.centres), `P${String(i).padStart(3, '0')}`);
    });
  }
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await pool?.destroy();
  await database?.close();
});

/** A change as the command line makes one: the author is named, for the audit trail. */
async function inOneChange(work: () => Promise<unknown>): Promise<void> {
  await owner.query('begin');
  await owner.query(`select set_config('app.user_id', 'test', true), set_config('app.user_name', 'test', true),
    set_config('app.reason', 'test', true)`);
  await work();
  await owner.query('commit');
}

const own = (
  form: string,
  name: string,
  kind: OwnField['kind'],
  known: OwnField['known'],
  counts: OwnField['counts'] = null,
): OwnField => ({
  ...{ form, name, kind, known, counts, label: { en: name, zh: name }, help: null, required: false },
  ...{ unit: null, lowest: null, highest: null },
  codes: kind === 'code' ? ['never', 'ever'].map((code) => ({ code, label: { en: code, zh: code } })) : [],
});

/** A field of each form and of each way in which one of several records counts. */
const ownFields = [
  own('baseline', 'smoking', 'code', 'timeZero'),
  own('treatment', 'dose', 'decimal', 'timeZero'),
  own('adverseEvent', 'admitted', 'boolean', 'outcome', 'any'),
  own('followUp', 'weight', 'decimal', 'outcome', 'last'),
  own('tumourAssessment', 'uptake', 'decimal', 'outcome', 'highest'),
];

async function declare(study: number, { form, name, kind, known, counts, codes }: OwnField): Promise<void> {
  await owner.query(
    `insert into portal.study_field (study_id, form, name, kind, label_en, label_zh, required, codes, known, counts, position,
       state, updated_by) values ($1, $2, $3, $4, $3, $3, false, $5, $6, $7, 1, 'published', 'test')`,
    [study, form, name, kind, JSON.stringify(codes), known, counts],
  );
}

interface Stated {
  readonly code: string;
  readonly kind: 'inclusion' | 'exclusion';
  readonly filter: CohortFilter;
}

/** Of baseline and of what is known later, so that changes of either make patients eligible or ineligible. */
const criteria: readonly Stated[] = [
  { code: 'large', kind: 'inclusion', filter: { not: { variable: 'tumourSizeMm', between: [null, 50] } } },
  { code: 'frail', kind: 'exclusion', filter: { variable: 'ecogPs', in: ['2'] } },
  { code: 'grave', kind: 'exclusion', filter: { variable: 'worstGrade', in: ['5'] } },
];

async function stateCriteria(study: number, stated: readonly Stated[]): Promise<void> {
  const named = stated.map((one) => ({ ...one, label: { en: one.code, zh: one.code } }));
  await owner.query(
    `insert into portal.study_eligibility as e (study_id, population, criteria, updated_by) values ($1, 'eligible', $2, 'test')
     on conflict (study_id) do update set criteria = excluded.criteria, version = e.version + 1`,
    [study, JSON.stringify(named)],
  );
}

/** A value of an own field, or none. */
const valued = (key: string, value: unknown) => (next() < 0.3 ? {} : { [key]: value });

const maybe = <T>(value: T): T | null => (next() < 0.2 ? null : value);
const whole = (below: number) => Math.floor(next() * below);

async function insert(table: string, patient: string, centre: number, values: Record<string, unknown>): Promise<void> {
  const given = { patient_id: patient, centre_id: centre, updated_by: 'test', ...values };
  const places = Object.keys(given).map((_, i) => `$${i + 1}`);
  await owner.query(
    `insert into portal.${table} (${Object.keys(given).join(', ')}) values (${places.join(', ')})`,
    Object.values(given),
  );
}

async function addPatient(centre: number, code: string): Promise<void> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into portal.patient (centre_id, code, updated_by) values ($1, $2, 'test') returning id`,
    [centre, code],
  );
  const id = rows[0]!.id;
  await insert('demographics', id, centre, {
    age_years: 30 + whole(50),
    sex: chosen(next, ['male', 'female', 'unknown']),
  });
  if (next() < 0.9) {
    await insert('baseline', id, centre, {
      ecog_ps: maybe(chosen(next, ['0', '1', '2'])),
      bclc_stage: maybe(chosen(next, ['A', 'B', 'C'])),
      child_pugh_class: maybe(chosen(next, ['A', 'B'])),
      tumour_size_mm: maybe(Math.round(next() * 2000) / 10),
      afp_ng_ml: maybe(Math.round(Math.exp(next() * 12) * 10) / 10),
      hepatitis_b: maybe(next() < 0.7),
      portal_vein_thrombus: maybe(next() < 0.4),
      extrahepatic_metastasis: maybe(next() < 0.2),
      source_stage_group: maybe(chosen(next, ['early', 'late'])),
      own: valued('own_smoking', chosen(next, ['never', 'ever'])),
    });
  }
  if (next() < 0.9) {
    await insert('treatment', id, centre, {
      arm: maybe(chosen(next, ['HAIC', 'HTI'])),
      started_on: maybe('2020-01-01'),
      own: valued('own_dose', whole(100)),
    });
  }
  for (let k = whole(3); k > 0; k--) {
    const status = chosen(next, ['alive', 'alive', 'dead']);
    await insert('follow_up', id, centre, {
      contact_day: whole(400),
      vital_status: status,
      own: valued('own_weight', whole(100)),
    });
  }
  for (let k = whole(4); k > 0; k--) {
    const response = chosen(next, ['CR', 'PR', 'SD', 'PD', 'NE']);
    await insert('tumour_assessment', id, centre, {
      assessed_day: 1 + whole(300),
      visit_number: k,
      reader_response: response,
      own: valued('own_uptake', whole(100)),
    });
  }
  for (let k = whole(4); k > 0; k--) {
    await insert('adverse_event', id, centre, {
      term: chosen(next, ['Fatigue', 'Nausea', 'Rash']),
      grade: String(1 + whole(5)),
      started_on: maybe(chosen(next, ['2020-02-29', '2019-11', '2020-01-15'])),
      serious: maybe(next() < 0.5),
      outcome: maybe(chosen(next, ['recovered', 'fatal', 'unknown'])),
      action_taken: maybe(chosen(next, ['none', 'stopped'])),
      related_to_haic: maybe(chosen(next, ['unlikely', 'possible', 'definite'])),
      ...chosen(next, [
        { related_to_systemic: 'probable' },
        { related_to_tki: 'unrelated', related_to_ici: 'possible' },
        { related_to_tki: 'definite' },
      ]),
      own: valued('own_admitted', next() < 0.5),
    });
  }
}

/** What people and operators do to a study, one of it at a time. */
const changes: Record<string, (study: { id: number; centres: number[] }, step: number) => Promise<unknown>> = {
  add: ({ centres }, step) => addPatient(chosen(next, centres), `N${step}`),
  correct: ({ centres }) =>
    owner.query(
      `update portal.baseline set bclc_stage = $1, tumour_size_mm = $2 where id in (select id from portal.baseline where centre_id = any($3) order by id offset $4 limit 3)`,
      [maybe(chosen(next, ['A', 'B', 'C', 'D'])), maybe(whole(200)), centres, whole(50)],
    ),
  event: ({ centres }) =>
    owner.query(
      `insert into portal.adverse_event (patient_id, centre_id, updated_by, term, grade)
       select id, centre_id, 'test', $2, $3 from portal.patient where centre_id = any($1) order by id offset $4 limit 2`,
      [centres, chosen(next, ['Fatigue', 'Ascites']), String(1 + whole(5)), whole(50)],
    ),
  own: ({ centres }) =>
    owner.query(
      `update portal.follow_up set own = $2 where id in (select id from portal.follow_up where centre_id = any($1) order by id offset $3 limit 3)`,
      [centres, JSON.stringify(valued('own_weight', whole(100))), whole(50)],
    ),
  eventGone: ({ centres }) =>
    owner.query(
      'delete from portal.adverse_event where id in (select id from portal.adverse_event where centre_id = any($1) order by id limit 2)',
      [centres],
    ),
  death: ({ centres }) =>
    owner.query(
      `insert into portal.follow_up (patient_id, centre_id, updated_by, contact_day, vital_status)
       select id, centre_id, 'test', $2, 'dead' from portal.patient where centre_id = any($1) order by id offset $3 limit 2`,
      [centres, whole(300), whole(50)],
    ),
  rename: ({ centres }, step) =>
    owner.query(
      'update portal.patient set code = $2 where id = (select id from portal.patient where centre_id = any($1) order by id offset $3 limit 1)',
      [centres, `A${step}`, whole(50)],
    ),
  remove: async ({ centres }) => {
    const { rows } = await owner.query<{ id: string }>(
      'select id from portal.patient where centre_id = any($1) order by id offset $2 limit 1',
      [centres, whole(50)],
    );
    for (const table of ['demographics', 'baseline', 'treatment', 'follow_up', 'tumour_assessment', 'adverse_event']) {
      await owner.query(`delete from portal.${table} where patient_id = $1`, [rows[0]?.id]);
    }
    await owner.query('delete from portal.patient where id = $1', [rows[0]?.id]);
  },
  cutoff: ({ id }) =>
    owner.query('update portal.study set cutoff_on = $2 where id = $1', [id, maybe(`2020-0${3 + whole(6)}-01`)]),
};

const asking = (study: number, readCentres: readonly number[]): Asker => ({
  userId: 'reader',
  name: 'reader',
  email: '',
  studies: [{ studyId: study, studyCode: '', role: 'investigator', readCentres, writeCentres: [] }],
});

const variables = [...subjectVariables, ...ownVariables(ownFields)];
const facets = variables.filter(({ facet }) => facet).map(({ name }) => name);
const quantities = variables.filter(({ kind }) => kind === 'quantity').map(({ name }) => name);
const near = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? expect.closeTo(value, 8) : value]),
  );

/** Every answer of the columns beside the answer of SQL in the same snapshot, for one asker and one filter. */
async function compare(
  store: SubjectStore,
  study: number,
  readCentres: readonly number[],
  filter: CohortFilter | null,
) {
  await store.answer(asking(study, readCentres), study, async (columns, tx) => {
    const scope = { studyId: study, readCentres };
    const counted = allOf([filter, populationFilter('eligible', variablesOf(filter))]);
    const given = { filter: counted };
    const cohort = columns.cohort(filter);
    expect(cohort.n).toBe(await sizeBySql(tx, scope, given));
    for (const facet of facets) {
      const others = { filter: withoutVariable(counted, facet) };
      expect(cohort.facet(facet)).toEqual(await facetBySql(tx, scope, others, facet));
    }
    for (const quantity of quantities) {
      expect(cohort.quantity(quantity)).toEqual(near(await quantityBySql(tx, scope, given, quantity)));
    }
    for (const variable of ['ageYears', 'afpNgMl', 'own_dose', 'startedOn']) {
      const everybody = columns.cohort(null);
      const bins = variable === 'startedOn' ? everybody.calendarBins(variable, 24) : everybody.bins(variable);
      if (bins === null) continue;
      const others = { filter: withoutVariable(counted, variable) };
      expect([...cohort.histogram(variable, bins, 'others')]).toEqual(
        await binsBySql(tx, scope, others, variable, bins.edges),
      );
    }
    const arms = await armsBySql(tx, scope, given);
    const count = (
      pairs: readonly { a: string | null; b: string | null; n: number }[],
      arm: string,
      of: (b: string | null) => boolean,
    ) => pairs.reduce((sum, { a, b, n }) => sum + (a === arm && of(b) ? n : 0), 0);
    const [responses, grades] = [cohort.pairs('arm', 'bestResponse'), cohort.pairs('arm', 'worstGrade')];
    const told = cohort.values('arm').map(({ value, n }) => ({
      arm: value,
      n,
      ...Object.fromEntries(
        ['CR', 'PR', 'SD', 'PD'].map((code) => [
          code.toLowerCase(),
          count(responses, value as string, (b) => b === code),
        ]),
      ),
      anyGrade: count(grades, value as string, (b) => b !== null),
      gradeThreeOrMore: count(grades, value as string, (b) => Number(b) >= 3),
    }));
    expect(told).toEqual(arms);
    for (const endpoint of ['os', 'pfs'] as const) {
      for (const groupBy of [null, 'arm', 'bclcStage', 'portalVeinThrombus', 'own_smoking']) {
        const variables = { days: `${endpoint}Days`, event: `${endpoint}Event`, missing: `${endpoint}Missing` };
        const { groups, ungrouped, missing } = cohort.times(variables, groupBy);
        const lines = groups.flatMap(({ label, times: { days, events, censored } }) =>
          Array.from(days, (day, i) => `${label} ${day} ${events[i]} ${censored[i]}`),
        );
        const dropped = [['noGroup', ungrouped] as const, ...missing].filter(([, n]) => n > 0);
        const said = [...lines, ...dropped.map(([reason, n]) => `${reason}: ${n}`)].sort();
        expect(said).toEqual(await timesBySql(tx, scope, given, endpoint, groupBy));
      }
    }
    const rules = ['twoDeaths', 'aliveAfterDeath', 'afterDeath', 'visitTwice'];
    const broken = rules.flatMap((rule, bit) => ({ rule, n: cohort.contradictions()[bit] ?? 0 }));
    expect(broken.filter(({ n }) => n > 0)).toEqual(await contradictionsBySql(tx, scope, given));
    expect(cohort.worstGrades('arm')).toEqual(await worstGradesBySql(tx, scope, given));
    const { groups: eventGroups, rows: eventRows } = cohort.eventCounts(everyEvent);
    const factsBySql = await eventFactsBySql(tx, scope, given);
    const toldFacts = eventGroups.flatMap(({ value: arm }, place) =>
      eventRows.flatMap(({ key, cells }) => {
        const { patients, events } = cells[place]!;
        const of = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
        const fact = key.kind === 'fact' && factsOfSql.includes(key.fact) && of(events) > 0 ? key.fact : null;
        return fact === null
          ? []
          : [{ arm, fact, patients: of(patients), severe: of(patients.slice(2)), events: of(events) }];
      }),
    );
    const byArmAndFact = (a: { arm: string | null; fact: string }) => `${a.arm === null ? '~' : a.arm} ${a.fact}`;
    expect(toldFacts.toSorted((a, b) => (byArmAndFact(a) < byArmAndFact(b) ? -1 : 1))).toEqual(factsBySql);
    const toldOnsets = eventGroups.flatMap(({ value: arm }, place) =>
      eventRows.flatMap(({ key, cells }) => {
        const days = cells[place]!.onsetDays;
        return key.kind === 'term' && days.length > 0 ? [{ arm, term: key.term, days }] : [];
      }),
    );
    const byArmAndTerm = (a: { arm: string | null; term: string }) => `${a.arm === null ? '~' : a.arm} ${a.term}`;
    expect(toldOnsets.toSorted((a, b) => (byArmAndTerm(a) < byArmAndTerm(b) ? -1 : 1))).toEqual(
      await onsetBySql(tx, scope, given),
    );
    // Confirmation judges the images one by one: without it they give the best response that is stored.
    const ids = cohort.patientIds();
    const images = Map.groupBy(await imagesOfPatients(tx, scope, ids, null), ({ patientId }) => patientId);
    const best = (of: (id: string) => string | null) => ids.map((id) => `${id} ${of(id)}`);
    const rows = columns.find(ids);
    expect(best((id) => bestOfImages(images.get(id) ?? [], 0))).toEqual(
      best((id) => rows.get(id)!.word('bestResponse')),
    );
    const [version] = await tx.rows<{ version: number }>(
      'select version::int as version from portal.study_version where study_id = $1',
      [study],
    );
    expect(columns.version).toBe(version?.version);
  });
}

/** Facts that the SQL counts, in words of its own. */
const factsOfSql = [
  'any',
  'serious',
  'outcome fatal',
  'action stopped',
  'related haic',
  'related tki',
  'related systemic',
];
const everyEvent: EventQuestion = {
  groupBy: 'arm',
  relatedTo: null,
  seriousOnly: false,
  treatedOnly: false,
  termOf: (text) => ({ term: text, organClass: 'any' }),
};

describe('an answer from columns', () => {
  it('is the answer of SQL, for random filters and through a random history of changes', async () => {
    const store = new SubjectStore(db);
    const names = Object.keys(changes);
    for (let step = 0; step < 60; step++) {
      const study = chosen(next, studies);
      const readCentres = chosen(next, [study.centres, study.centres.slice(0, 1), study.centres.slice(1)]);
      await compare(store, study.id, readCentres, step % 5 === 0 ? null : randomFilter(next, 3, variables, true));
      const change = changes[step < names.length ? names[step]! : chosen(next, names)]!;
      await inOneChange(() => change(chosen(next, studies), step));
    }
    for (const { id, centres } of studies) {
      await compare(store, id, centres, null);
      // What was brought up to date sixty times is what is read anew.
      await compare(new SubjectStore(db), id, centres, null);
    }
  }, 120_000);
});

describe('the criteria of a study', () => {
  it('are judged in the database as the contract defines it, whatever the condition', async () => {
    const over = variables.filter(({ name }) => !['eligibility', 'excludedBy'].includes(name));
    const study = studies[0]!.id;
    const stated = Array.from({ length: 40 }, (_, i): Stated => {
      return { code: `c${i}`, kind: i % 2 === 0 ? 'inclusion' : 'exclusion', filter: randomFilter(next, 3, over) };
    });
    await inOneChange(() => stateCriteria(study, stated));
    const { rows } = await owner.query<{ stored: Record<string, unknown> }>(
      'select to_jsonb(s) as stored from portal.subject s where study_id = $1',
      [study],
    );
    const answers = new Set<boolean | null>();
    for (const { stored } of rows) {
      const own = stored['own'] as SubjectValues;
      const values = Object.fromEntries(over.map(({ name, column }) => [name, own[name] ?? stored[column]]));
      const found = stated.map(({ code, kind, filter }) => {
        const holds = judged(filter, values as SubjectValues);
        answers.add(holds);
        return { code, met: holds === null ? null : holds === (kind === 'inclusion') };
      });
      const codes = (met: boolean | null) => found.filter((one) => one.met === met).map(({ code }) => code);
      expect(stored['criteria']).toEqual({ failed: codes(false), unknown: codes(null) });
      expect(stored['excluded_by']).toBe(codes(false)[0] ?? null);
    }
    expect(answers).toEqual(new Set([true, false, null]));
  });
});
