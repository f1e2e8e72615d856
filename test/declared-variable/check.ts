/*
 * Runs in a scratch copy of the sources in which fields, a form and a code were declared, against a database of its own:
 * applies what `generate` drafts, and prints what the portal then knows about them.
 */
import { dataDictionary, forms, listedVariables, readCohort, showCohort, subjectVariables } from '@haim/schema';
import { graphql } from 'graphql';
import pg from 'pg';
import { wire } from '../../apps/api/src/compose/wire.ts';
import { openDataSource } from '../../apps/api/src/db/data-source.ts';
import { openDatabaseForTests } from '../../apps/api/src/db/database.fixture.ts';
import { draftMigration } from '../../apps/api/src/db/draft-migration.ts';
import { StudyDb } from '../../apps/api/src/db/study-db.ts';
import { buildPortalSchema } from '../../apps/api/src/graphql/build-schema.ts';
import { fileOf } from '../../apps/api/src/tables/index.ts';
import { ImportService } from '../../apps/api/src/modules/imports/import.service.ts';
import { declareStudy } from '../../apps/api/src/modules/studies/declare-study.ts';
import { operatorOf } from '../../apps/api/src/modules/studies/membership.query.ts';

const study = 'SCRATCH';
const database = await openDatabaseForTests();
const owner = new pg.Client({ connectionString: database.ownerUrl, options: '-c search_path=portal' });
await owner.connect();
await declareStudy(database.ownerUrl, {
  code: study,
  name: 'Scratch',
  synthetic: true,
  monthDays: 30,
  cutoffOn: null,
  timeZero: 'first HAIC',
  arms: [{ code: 'HTI', label: 'HTI' }],
  centres: [{ code: 'C1', name: 'One' }],
});

const draft = await draftMigration(database.ownerUrl);
// As a migration runs: all of it in one transaction, on the connection's search path.
await owner.query(`begin; ${draft.statements.join('\n')} commit`);
const again = await draftMigration(database.ownerUrl);

const dataSource = openDataSource(database.appUrl, 3);
await dataSource.initialize();
const operator = await operatorOf(dataSource, study, 'test');
if (!operator) throw new Error('no operator');

const load = async (...lines: readonly string[]) => {
  const file = fileOf('x.csv', lines.join('\n'));
  const imports = new ImportService(new StudyDb(dataSource));
  const { problems } = await imports.run(operator, { study, file, map: null, dryRun: false });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
};
const patients = [
  ['P1', '60,male', '400.5,-2.9,1', 'HTI,2024-01-01', '100,dead'],
  ['P2', '61,female', '20,-1.5,2', 'HTI,2024-01-01', '200,alive'],
  ['P3', '62,male', ',-0.5,3', 'HTI,2024-01-01', '300,dead'],
  ['P4', '63,male', '90,,', 'HTI,2024-01-01', '400,alive'],
];
const headings = [
  'age_years,sex',
  'afp_at_six_weeks,palbi_score,palbi_grade',
  'arm,started_on',
  'contact_day,vital_status',
];
for (const [i, heading] of headings.entries()) {
  await load(`patient_code,centre,${heading}`, ...patients.map(([code, ...forms]) => `${code},C1,${forms[i]}`));
}

const { resolvers } = wire({ dataSource, appUrl: database.appUrl, home: database.home, onTrouble: () => undefined });
const schema = await buildPortalSchema(resolvers);
// Any shape: the queries ask for fields that are not typed here.
const ask = async (source: string): Promise<unknown> => {
  const contextValue = { asker: operator, requestId: '' };
  const { data, errors } = await graphql({ schema, source, contextValue });
  return errors ? { errors: errors.map(({ message }) => message) } : data;
};
const { rows: stored } = await owner.query(
  `select code, afp_at_six_weeks, palbi_grade, pg_typeof(afp_at_six_weeks)::text as type from portal.subject order by code`,
);
const differing = `select count(*)::int as n from (
  (select recipe_id, id, afp_at_six_weeks, palbi_score, palbi_grade from portal.subject
   except select recipe_id, id, afp_at_six_weeks, palbi_score, palbi_grade from portal.derived_subject)) d`;
const { rows: differences } = await owner.query(differing);

async function baselineOf(patient: string | undefined): Promise<string> {
  return (await owner.query('select id from portal.baseline where patient_id = $1', [patient])).rows[0].id;
}
const { rows: ids } = await owner.query<{ id: string }>('select id from portal.patient order by code');
const [first, second] = ids.map(({ id }) => id);
const versionOf = async (): Promise<number> =>
  Number((await owner.query('select version from portal.study_version')).rows[0].version);
const saveDrug = (values: string, of = '') =>
  ask(
    `mutation { saveConcomitantDrug(patientId: "${first}" ${of} values: { ${values} }) { version drug dailyDoseMg } }`,
  );

const versionBefore = await versionOf();
const savedDrug = await saveDrug('drug: "Entecavir" dailyDoseMg: 0.5');
const { rows: drugs } = await owner.query('select id from portal.concomitant_drug');
const correctedDrug = await saveDrug(
  'drug: "Entecavir" dailyDoseMg: 1',
  `id: "${drugs[0].id}" version: 1 reason: "read again"`,
);
const versionsRaised = (await versionOf()) - versionBefore;
await load('patient_code,centre,drug,daily_dose_mg', 'P1,C1,Sorafenib,missing:unknown');

/** What a member of another centre gets, asking the database itself. */
const asStranger = (sql: string) =>
  dataSource.transaction(async (tx): Promise<unknown> => {
    await tx.query(`select set_config('app.user_id', 'stranger', true), set_config('app.read_centres', '{-1}', true),
      set_config('app.write_centres', '{-1}', true)`);
    return tx.query(sql);
  });
const { rows: places } = await owner.query('select centre_id, patient_id from portal.concomitant_drug limit 1');
const insertDrug = (patient: string) => `insert into portal.concomitant_drug (centre_id, patient_id, drug, updated_by)
  values (${places[0].centre_id}, '${patient}', 'x', 'x')`;
const refusalOf = (change: Promise<unknown>) =>
  change.then(
    () => 'not refused',
    (error: unknown) => String(error),
  );

const found = {
  dangers: draft.dangers,
  left: again.statements,
  stored,
  differences,
  savedDrug,
  correctedDrug,
  versionsRaised,
  drugs: await ask(`{ patient(id: "${first}") { concomitantDrugs { drug dailyDoseMg missing } } }`),
  wrongDose: await ask(
    `mutation { saveConcomitantDrug(patientId: "${second}" values: { drug: "x" dailyDoseMg: -1 }) { id } }`,
  ),
  drugTrail: (
    await owner.query(`select action, changes from portal.audit_entry where form = 'concomitant_drug' order by id`)
  ).rows,
  drugsOfStranger: ((await asStranger('select count(*)::int as n from portal.concomitant_drug')) as unknown[])[0],
  drugOfStranger: await refusalOf(asStranger(insertDrug(first ?? ''))),
  drugOfNobody: await refusalOf(
    owner.query(`begin; set local app.user_id = 'test'; ${insertDrug('00000000-0000-4000-8000-000000000000')}`),
  ).finally(() => owner.query('rollback')),
  page: await ask(`{ patients(study: "${study}", sort: afpAtSixWeeks, descending: true, cohort: { afpAtSixWeeksMin: 50 })
    { rows { code afpAtSixWeeks palbiGrade } } }`),
  missing: await ask(`{ patients(study: "${study}", cohort: { filter: { variable: afpAtSixWeeks, isMissing: true } })
    { rows { code } } }`),
  listed: await ask(`{ patients(study: "${study}", cohort: { palbiGrades: ["1", "3"] }) { rows { code } } }`),
  summary: await ask(`{ cohortSummary(study: "${study}") { facets { variable labelEn labelZh counts { value n } }
    quantities { variable labelEn labelZh unit n median } } }`),
  groupings: await ask(`{ study(code: "${study}") { groupings { variable labelEn } } }`),
  curves: await ask(`{ survival(study: "${study}", endpoint: OS, groupBy: "palbiGrade") { curves { label n } } }`),
  outcome: await ask(`{ survival(study: "${study}", endpoint: OS, cohort: { afpAtSixWeeksMin: 50 }) { n } }`),
  covariates: await ask(`{ clinicalCovariates { name labelEn } }`),
  tableOne: subjectVariables.filter(({ tableOne }) => tableOne).map(({ name }) => name),
  address: showCohort(readCohort('afpAtSixWeeks:50-;palbiGrade:1,~').filter),
  listQuery: listedVariables.some(({ name }) => name === 'afpAtSixWeeks'),
  dictionary: forms.flatMap((form) => dataDictionary(form)).filter(({ column }) => /palbi|six_weeks/.test(column)),
  // Last: it corrects what the others read.
  diffuse: await ask(`mutation { saveBaseline(patientId: "${second}" id: "${await baselineOf(second)}" version: 1
    reason: "read again" values: { lesionNumber: "diffuse" }) { lesionNumber } }`),
};
process.stdout.write(`${JSON.stringify(found)}\n`);
await dataSource.destroy();
await owner.end();
await database.close();
