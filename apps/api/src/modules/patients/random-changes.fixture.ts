import { columnOf, fieldsOf, type FieldSpec, type Form, forms } from '@haim/schema';
import { type Client } from 'pg';
import { tableOf } from '../../db/entity-from-form.ts';

interface Place {
  readonly id: string;
  readonly centre_id: number;
}

/** Random writes to a patient's records. Each returns the centres whose rows it has changed, one entry per row. */
export class RandomChanges {
  constructor(
    private readonly random: () => number,
    private readonly centres: readonly number[],
  ) {}

  upTo(n: number): number {
    return Math.floor(this.random() * n);
  }

  oneOf<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)] as T;
  }

  uuid(): string {
    const hex = Array.from({ length: 8 }, () => this.upTo(65_536).toString(16).padStart(4, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  date(): string {
    return new Date(Date.UTC(2021, 6, 1) + this.upTo(900) * 86_400_000).toISOString().slice(0, 10);
  }

  /** Patients, each with some records of every form, as an import brings them: one statement per form. */
  async addPatients(client: Client, n: number): Promise<number[]> {
    const added = Array.from({ length: n }, () => ({ id: this.uuid(), centre_id: this.oneOf(this.centres) }));
    await client.query(
      `insert into portal.patient (id, centre_id, code, updated_by)
       select id, centre_id, left(id::text, 18), 'test' from unnest($1::uuid[], $2::int[]) t(id, centre_id)`,
      [added.map(({ id }) => id), added.map(({ centre_id }) => centre_id)],
    );
    const changed = added.map(({ centre_id }) => centre_id);
    for (const form of forms) {
      const copies = form.repeats ? 2 : 1;
      const chosen = Array.from({ length: copies }, () => added.filter(() => this.random() < 0.8)).flat();
      changed.push(...(await this.addRecords(client, form, chosen)));
    }
    return changed;
  }

  /** A record of a form for each of the patients; of a form that does not repeat, for those without one. */
  async addRecords(client: Client, form: Form, patients: readonly Place[]): Promise<number[]> {
    if (patients.length === 0) return [];
    const values: unknown[] = [];
    const rows = patients.map(({ id, centre_id }) => {
      const row = [this.uuid(), id, centre_id, 'test', ...fieldsOf(form).map(([name, spec]) => this.value(name, spec))];
      values.push(...row);
      return `(${row.map((_, i) => `$${values.length - row.length + i + 1}`).join(', ')})`;
    });
    const columns = fieldsOf(form).map(([name]) => `"${columnOf(name)}"`);
    const { rows: added } = await client.query<{ centre_id: number }>(
      `insert into portal.${tableOf(form)} (id, patient_id, centre_id, updated_by, ${columns.join(', ')})
       values ${rows.join(', ')} on conflict do nothing returning centre_id`,
      values,
    );
    return added.map(({ centre_id }) => centre_id);
  }

  /**
   * Some records of a form, with one field of each set to a new value; a visit's derived response counts as a field.
   */
  async correct(client: Client, form: Form, most: number): Promise<number[]> {
    const [name, spec] = this.oneOf(fieldsOf(form));
    const isVisit = form.name === 'tumourAssessment' && this.random() < 0.3;
    const column = isVisit ? 'derived_response' : columnOf(name);
    const value = isVisit ? this.oneOf(['CR', 'PR', 'SD', 'PD', 'NE', null]) : this.value(name, spec);
    const { rows } = await client.query<{ centre_id: number }>(
      `update portal.${tableOf(form)} set "${column}" = $1, version = version + 1
       where id = any(array(select id from portal.${tableOf(form)} order by id
         offset floor($2::float8 * (select count(*) from portal.${tableOf(form)})) limit $3)) returning centre_id`,
      [value, this.random(), 1 + this.upTo(most)],
    );
    return rows.map(({ centre_id }) => centre_id);
  }

  /** Removes records of a form; patients without any are left alone. */
  async remove(client: Client, form: Form, most: number): Promise<number[]> {
    const { rows } = await client.query<{ centre_id: number }>(
      `delete from portal.${tableOf(form)} where id = any(array(select id from portal.${tableOf(form)} order by id
         offset floor($1::float8 * (select count(*) from portal.${tableOf(form)})) limit $2)) returning centre_id`,
      [this.random(), 1 + this.upTo(most)],
    );
    return rows.map(({ centre_id }) => centre_id);
  }

  /** Patients at a place drawn in the order of their ids. */
  async patients(client: Client, most: number): Promise<Place[]> {
    const { rows } = await client.query<Place>(
      `select id, centre_id from portal.patient order by id
       offset floor($1::float8 * (select count(*) from portal.patient)) limit $2`,
      [this.random(), most],
    );
    return rows;
  }

  async removePatients(client: Client, most: number): Promise<number[]> {
    const removed = await this.patients(client, most);
    const ids = removed.map(({ id }) => id);
    for (const form of forms)
      await client.query(`delete from portal.${tableOf(form)} where patient_id = any($1)`, [ids]);
    await client.query('delete from portal.patient where id = any($1)', [ids]);
    return removed.map(({ centre_id }) => centre_id);
  }

  private value(name: string, spec: FieldSpec): unknown {
    if (!spec.required && this.random() < 0.25) return null;
    switch (spec.kind) {
      case 'boolean':
        return this.random() < 0.5;
      case 'date':
        return spec.partial ? this.date().slice(0, this.oneOf([4, 7, 10, 10])) : this.date();
      case 'code':
        return this.oneOf(spec.list.codes).code;
      case 'studyCode':
        return this.oneOf(['HAIC', 'HTI']);
      case 'text':
        return `${name} ${this.upTo(20)}`;
      case 'integer':
      case 'decimal': {
        const [lowest, highest] = spec.range ?? [0, 9];
        // Few values, so that visits repeat and days fall together.
        return lowest + this.upTo(Math.min(highest - lowest, spec.kind === 'integer' && highest < 1_000 ? 9 : 700));
      }
    }
  }
}
