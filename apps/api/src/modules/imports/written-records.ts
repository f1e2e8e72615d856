import { type Form, forms } from '@haim/schema';
import { columnsOf, tableOf } from '../../db/entity-from-form.ts';
import { inTurn, type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import {
  type Contradiction,
  contradictionsOf,
  decidesResponses,
  deriveResponses,
  type Side,
  wantedOf,
} from '../patients/index.ts';
import { type GivenRecords } from './given-records.ts';
import { type ImportMap } from './import-map.ts';
import { type Tally } from './import-report.ts';
import { columnName } from './import-row.ts';
import { TouchedPatients } from './touched-patients.ts';

/** Patients checked in one statement. */
const BATCH = 2_000;

/** What is left to do for the patients of a file once all of its records are written. */
export class WrittenRecords {
  private readonly patients = new TouchedPatients();
  /** By form and field: the column of the file that it came from. */
  private readonly columns: ReadonlyMap<string, string>;

  constructor(
    private readonly given: GivenRecords,
    maps: readonly ImportMap[],
  ) {
    const sources = maps.flatMap(({ records }) =>
      records.flatMap(({ form, fields }) =>
        fields.map(([field, source]) => [`${form.name} ${field}`, columnName(source)] as const),
      ),
    );
    this.columns = new Map(sources);
  }

  /** @param forms - of the patient's records that one row gives and that are kept. */
  note(patientId: string, forms: readonly Form[]): void {
    this.patients.note(patientId, forms.some(decidesResponses));
  }

  async deriveResponses(tx: StudyTransaction): Promise<void> {
    for (const ids of this.patients.assessed(BATCH)) await deriveResponses(tx, ids);
  }

  /**
   * Warns of every pair of contradictory records of which the file gave one, at the line that gave it. The rows are kept:
   * a source may hold such pairs, and only its staff can decide which of the two is wrong.
   */
  async warnOfContradictions(tx: WriteTransaction, tally: Tally): Promise<void> {
    for (const ids of this.patients.all(BATCH)) {
      const pairs = await contradictionsOf(tx, ids);
      const lines = await this.linesOf(tx, pairs);
      for (const pair of pairs) {
        const sides = [pair.record, pair.other].filter(({ recordId }) => lines.has(recordId));
        const [own, second] = sides;
        if (own)
          tally.warn(this.problem(pair, own, lines.get(own.recordId) ?? 0, second && lines.get(second.recordId)));
      }
    }
  }

  private problem(pair: Contradiction, own: Side, line: number, otherLine: number | undefined) {
    const { en, zh } = wantedOf(pair, own);
    const other = otherLine === undefined ? null : this.given.places.inWords(otherLine);
    return {
      ...this.given.places.placeOf(line),
      column: this.columns.get(`${own.form} ${own.field}`) ?? '',
      value: own.on ?? String(own.day ?? ''),
      rule: pair.rule,
      expected: other === null ? { en, zh } : { en: `${en}; ${other.en}`, zh: `${zh}；${other.zh}` },
    };
  }

  /** Where the file gave each record, among those of the pairs. */
  private async linesOf(tx: WriteTransaction, pairs: readonly Contradiction[]): Promise<Map<string, number>> {
    if (pairs.length === 0) return new Map();
    const patients = await tx.rows<{ id: string; code: string }>(
      'select id, code from portal.patient where id = any($1)',
      [pairs.map(({ patientId }) => patientId)],
    );
    const codes = new Map(patients.map(({ id, code }) => [id, code]));
    const sides = Map.groupBy(
      pairs.flatMap(({ record, other }) => [record, other]),
      ({ form }) => form,
    );
    const found = await inTurn([...sides], async ([name, ofForm]) => {
      const form = forms.find((one) => one.name === name);
      if (!form) return [];
      const key = columnsOf(form).filter(({ field }) => form.key.includes(field));
      const fields = key.map(({ field, column }) => `, r."${column}" as "${field}"`);
      const records = await tx.rows<{ id: string; patientId: string; centreId: number }>(
        `select r.id, r.patient_id as "patientId", r.centre_id as "centreId"${fields.join('')} from portal."${tableOf(form)}" r where r.id = any($1::uuid[])`,
        [ofForm.map(({ recordId }) => recordId)],
      );
      return records.flatMap((record): [string, number][] => {
        const { centreId, patientId } = record;
        const line = this.given.lineOf({ centreId, code: codes.get(patientId) ?? '', form, values: { ...record } });
        return line === undefined ? [] : [[record.id, line]];
      });
    });
    return new Map(found.flat());
  }
}
