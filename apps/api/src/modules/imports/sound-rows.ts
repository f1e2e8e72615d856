import { type StudyTransaction } from '../../db/study-db.ts';
import { type Tally } from './import-report.ts';
import { type GivenRecords } from './given-records.ts';
import { type GivenRecord, type GivenRow } from './import-row.ts';

export type PlacedRow = GivenRow & { readonly centre: string };

export interface RowScope {
  /** The centres of the study by code, and which of them the asker may write for. */
  readonly centres: ReadonlyMap<string, number>;
  readonly writable: readonly number[];
}

/** Checks rows for what does not depend on stored records: cells, centre, duplicates within the file. */
export class SoundRows {
  /** Codes of the centres that the asker may write for. */
  private readonly writable: readonly string[];

  constructor(
    private readonly tx: StudyTransaction,
    private readonly scope: RowScope,
    private readonly given: GivenRecords,
    private readonly tally: Tally,
  ) {
    this.writable = [...scope.centres].flatMap(([code, id]) => (scope.writable.includes(id) ? [code] : []));
  }

  /** @returns the rows of a batch without faults; the others are in the tally. */
  async among(given: readonly GivenRow[]): Promise<PlacedRow[]> {
    return (await this.placed(given)).filter((row) => this.isSound(row));
  }

  /**
   * Finds the centre of rows that leave it to what is stored; a code in no centre or in several is left without one.
   */
  private async placed(rows: readonly GivenRow[]): Promise<PlacedRow[]> {
    const codes = rows.filter(({ centre }) => centre === null).map(({ code }) => code);
    const found = codes.length
      ? await this.tx.rows<{ code: string; centres: string[] }>(
          `select p.code, array_agg(c.code) as centres from portal.patient p join portal.centre c on c.id = p.centre_id
           where p.code = any($1) and p.centre_id = any($2) group by p.code`,
          [codes, this.scope.writable],
        )
      : [];
    const centreOf = new Map(found.map(({ code, centres }) => [code, centres]));
    return rows.map((row) => {
      if (isPlaced(row)) return row;
      const [only = '', ...others] = centreOf.get(row.code) ?? [];
      const placed = { ...row, centre: others.length ? '' : only };
      if (placed.centre !== '' || row.problems.length) return placed;
      const expected = { en: 'the code of a stored patient of one centre', zh: '某一中心已有患者的编号' };
      return {
        ...placed,
        problems: [{ ...row.at, column: row.identity.code, value: row.code, rule: 'unknownPatient', expected }],
      };
    });
  }

  private isSound(row: PlacedRow): boolean {
    const problems = [...row.problems];
    const centreId = this.scope.centres.get(row.centre);
    const refuse = (column: string, value: string, rule: string, en: string, zh: string) => {
      const choices = rule === 'duplicate' ? {} : { choices: this.writable };
      problems.push({ ...row.at, column, value, rule, expected: { en, zh }, ...choices });
    };
    if (row.centre === '' && problems.length) {
      // Already reported: a row without a known patient has no centre either.
    } else if (centreId === undefined) {
      const codes = [...this.scope.centres.keys()];
      refuse(
        row.identity.centre,
        row.centre,
        'notInList',
        `one of ${codes.join(', ')}`,
        `以下之一：${codes.join('、')}`,
      );
    } else if (!this.scope.writable.includes(centreId)) {
      refuse(
        row.identity.centre,
        row.centre,
        'centreNotYours',
        'a centre for which you may write',
        '您有录入权限的中心',
      );
    }
    for (const record of row.records) {
      const earlier = this.given.claim({ centreId, code: row.code, ...record }, row.at);
      if (earlier !== undefined) {
        const line = this.given.places.inWords(earlier);
        const which = record.form.repeats ? record.form.key.join(' and ') : 'patient';
        refuse(
          record.form.repeats ? cellOf(record, record.form.key[0]).column : row.identity.code,
          row.code,
          'duplicate',
          `one ${record.form.label.en} per ${which}; ${line.en} gives it already`,
          `每个 ${which} 只有一条${record.form.label.zh}；${line.zh}已给出`,
        );
      }
    }
    problems.forEach((problem) => this.tally.refuse(problem));
    if (problems.length) this.tally.row('refused');
    return problems.length === 0;
  }
}

function isPlaced(row: GivenRow): row is PlacedRow {
  return row.centre !== null;
}

/** The cell that a field of a record came from. */
export function cellOf({ cells }: GivenRecord, field: string | undefined): { column: string; value: string } {
  return (field === undefined ? undefined : cells[field]) ?? { column: field ?? '', value: '' };
}
