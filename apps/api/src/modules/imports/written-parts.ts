import { randomUUID } from 'node:crypto';
import { type Form, type Row } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type WriteTransaction } from '../../db/study-db.ts';
import { addPart, type Part, PATIENTS, type WrittenImport } from './undo/data-import.query.ts';

/** Records of one form and centre that are stored as one row. */
const MOST = 1000;

/** What an import did with a record. */
export interface WrittenRecord {
  readonly form: Form;
  readonly centreId: number;
  readonly patientId: string;
  readonly id: string;
  /** The one that it left. */
  readonly version: number;
  /** By field, the values that it replaced; null of a record that it added. */
  readonly was: Row | null;
}

/** Keeps what an import does with each record, so that it can be undone: a statement for each thousand of a form. */
export class WrittenParts implements WrittenImport {
  readonly importId = randomUUID();
  readonly centreIds = new Set<number>();
  patientsAdded = 0;
  recordsAdded = 0;
  recordsChanged = 0;
  private readonly filling = new Map<string, Part>();
  private stored = 0;

  constructor(private readonly tx: WriteTransaction) {}

  async patients(added: readonly { readonly id: string; readonly centreId: number }[]): Promise<void> {
    this.patientsAdded += added.length;
    for (const { id, centreId } of added)
      await this.put(centreId, PATIENTS, { patientId: id, id, version: 1, was: null });
  }

  async records(written: readonly WrittenRecord[]): Promise<void> {
    for (const { form, centreId, ...record } of written) {
      if (record.was === null) this.recordsAdded += 1;
      else this.recordsChanged += 1;
      await this.put(centreId, tableOf(form), record);
    }
  }

  /** Stores what is left. */
  async finish(): Promise<void> {
    for (const part of this.filling.values()) await this.store(part);
    this.filling.clear();
  }

  private async put(centreId: number, form: string, record: Omit<WrittenRecord, 'form' | 'centreId'>): Promise<void> {
    this.centreIds.add(centreId);
    const isNew = record.was === null;
    const key = `${centreId} ${form} ${isNew}`;
    const part = this.filling.get(key) ?? {
      centreId,
      form,
      isNew,
      patientIds: [],
      recordIds: [],
      versions: [],
      was: [],
    };
    this.filling.set(key, part);
    part.patientIds.push(record.patientId);
    part.recordIds.push(record.id);
    part.versions.push(record.version);
    if (record.was !== null) part.was.push(record.was);
    if (part.recordIds.length < MOST) return;
    this.filling.delete(key);
    await this.store(part);
  }

  private async store(part: Part): Promise<void> {
    this.stored += 1;
    await addPart(this.tx, this.importId, this.stored, part);
  }
}
