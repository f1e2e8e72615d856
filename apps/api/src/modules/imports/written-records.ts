import { type Form, forms } from '@haim/schema';
import { entityOf } from '../../db/entities.ts';
import { inTurn, type WriteTransaction } from '../../db/study-db.ts';
import { type Contradiction, contradictionsOf, decidesResponses, type Side, wantedOf } from '../patients/index.ts';
import { type Tally } from './import-report.ts';
import { type GivenRecord } from './import-row.ts';

/** Patients checked in one statement. */
const BATCH = 2_000;

/** Which line of the file gave which record, so that a rule over several records of a patient can name them. */
export class WrittenRecords {
  private readonly lines = new Map<string, number>();
  private readonly columns = new Map<string, string>();
  private readonly patients = new Set<string>();
  /** Patients whose responses are to be derived. */
  readonly assessed = new Set<string>();

  note(line: number, { form, values, cells }: GivenRecord, patientId: string): void {
    this.patients.add(patientId);
    if (decidesResponses(form)) this.assessed.add(patientId);
    this.lines.set(nameOf(patientId, form, values), line);
    for (const [field, { column }] of Object.entries(cells)) this.columns.set(`${form.name} ${field}`, column);
  }

  /**
   * Warns of every pair of contradictory records of which the file gave one, at the line that gave it. The rows are kept:
   * a source may hold such pairs, and only its staff can decide which of the two is wrong.
   */
  async warnOfContradictions(tx: WriteTransaction, tally: Tally): Promise<void> {
    const patients = [...this.patients];
    for (let from = 0; from < patients.length; from += BATCH) {
      const pairs = await contradictionsOf(tx, patients.slice(from, from + BATCH));
      const lines = await this.linesOf(tx, pairs);
      for (const pair of pairs) {
        const sides = [pair.record, pair.other].filter(({ recordId }) => lines.has(recordId));
        const [own, second] = sides;
        if (own)
          tally.warn(this.problem(pair, own, lines.get(own.recordId) ?? 0, second && lines.get(second.recordId)));
      }
    }
  }

  private problem(pair: Contradiction, own: Side, row: number, otherLine: number | undefined) {
    const { en, zh } = wantedOf(pair, own);
    return {
      row,
      column: this.columns.get(`${own.form} ${own.field}`) ?? '',
      value: own.on ?? String(own.day ?? ''),
      rule: pair.rule,
      expected:
        otherLine === undefined ? { en, zh } : { en: `${en}; line ${otherLine}`, zh: `${zh}；第 ${otherLine} 行` },
    };
  }

  /** The line of each record that the file gave, among those of the pairs. */
  private async linesOf(tx: WriteTransaction, pairs: readonly Contradiction[]): Promise<Map<string, number>> {
    const sides = Map.groupBy(
      pairs.flatMap(({ record, other }) => [record, other]),
      ({ form }) => form,
    );
    const found = await inTurn([...sides], async ([name, ofForm]) => {
      const form = forms.find((one) => one.name === name);
      if (!form) return [];
      const records = await tx.manager
        .createQueryBuilder(entityOf(name), 'record')
        .where('record.id = any(:ids)', { ids: ofForm.map(({ recordId }) => recordId) })
        .getMany();
      return records.flatMap((record): [string, number][] => {
        const line = this.lines.get(nameOf(record.patientId, form, { ...record }));
        return line === undefined ? [] : [[record.id, line]];
      });
    });
    return new Map(found.flat());
  }
}

function nameOf(patientId: string, form: Form, values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([patientId, form.name, ...form.key.map((field) => values[field] ?? null)]);
}
