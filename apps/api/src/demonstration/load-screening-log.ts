import { readFileSync } from 'node:fs';
import { checkScreening, type Screening } from '@haim/schema';
import { parse } from 'csv-parse/sync';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { operatorOf } from '../modules/studies/index.ts';

/** As the file of the demonstration has it, every cell a text. */
interface Line {
  readonly centre: string;
  readonly number: string;
  readonly screened_on: string;
  readonly outcome: Screening['outcome'];
  /** Codes of criteria with blanks between them. */
  readonly failed_criteria: string;
  readonly reason: string;
  readonly patient_code: string;
}

/**
 * Stores the screening log of the demonstration, all or nothing.
 *
 * @returns whether it was stored: not if a patient whom it names is gone, or a criterion.
 */
export async function loadScreeningLog(appUrl: string, study: string, path: string): Promise<boolean> {
  const lines = parse<Line>(readFileSync(path), { columns: true });
  const dataSource = openDataSource(appUrl, 1);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, study, 'import');
    const access = asker?.studies[0];
    if (!asker || !access || access.isClosed) return false;
    return await new StudyDb(dataSource).write(asker, null, async ({ rows }) => {
      const [known] = await rows<{ criteria: string[]; today: string; isWhole: boolean }>(
        `select array(select one ->> 'code' from portal.study_eligibility e cross join jsonb_array_elements(e.criteria) one
             where e.study_id = $1) as criteria, current_date::text as today,
           not exists (select from unnest($2::text[]) named (code) where code <> '' and not exists (
             select from portal.patient p where p.centre_id = any ($3) and p.code = named.code)) as "isWhole"`,
        [access.studyId, lines.map((line) => line.patient_code), access.readCentres],
      );
      const isFit = (line: Line) =>
        checkScreening(entryOf(line), known?.criteria ?? [], known?.today ?? '').length === 0;
      if (!known?.isWhole || !lines.every(isFit)) return false;
      await rows(
        `insert into portal.screening (centre_id, number, screened_on, outcome, failed_criteria, reason, patient_id, updated_by)
         select c.id, line.number, line.screened_on, line.outcome, string_to_array(line.failed_criteria, ' '),
           nullif(line.reason, ''), p.id, $3
         from jsonb_to_recordset($2::jsonb) line (centre text, number text, screened_on date, outcome text, failed_criteria text,
           reason text, patient_code text)
         join portal.centre c on c.study_id = $1 and c.code = line.centre
         left join portal.patient p on p.centre_id = c.id and p.code = line.patient_code`,
        [access.studyId, JSON.stringify(lines), asker.name],
      );
      return true;
    });
  } finally {
    await dataSource.destroy();
  }
}

function entryOf(line: Line): Screening {
  return {
    number: line.number,
    screenedOn: line.screened_on,
    outcome: line.outcome,
    failedCriteria: line.failed_criteria.split(' ').filter((code) => code !== ''),
    reason: line.reason || null,
    patient: line.patient_code || null,
  };
}
