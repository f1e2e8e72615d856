import { type Label } from '@haim/schema';
import { TableError } from '../table-error.ts';
import { atLine } from './odm-xml.ts';

export type Transaction = 'Insert' | 'Update' | 'Remove' | 'Upsert' | 'Context';
export const transactions: readonly Transaction[] = ['Insert', 'Update', 'Remove', 'Upsert', 'Context'];

/** A value of an item: null where the file says that there is none; one that the format cannot give as a text. */
export type OdmValue = string | null | { readonly value: string; readonly rule: string; readonly expected: Label };

/** A part of a subject's data: an event, a form, a group of items, each with the keys that tell it from its like. */
export interface OdmStep {
  readonly element: string;
  readonly oid: string;
  /** null where the file has none. */
  readonly key: string | null;
  /** Tells records without a key apart. */
  readonly place: string;
}

/** The values of a group of items, and where the file has them. */
export interface OdmValues {
  readonly line: number;
  readonly steps: readonly OdmStep[];
  /** By item, and the unit in which the value is. */
  readonly items: Map<string, OdmValue>;
}

export interface OdmSubject {
  readonly key: string;
  site: string | null;
  /** What is there of it, by path. */
  readonly known: Set<string>;
  readonly groups: Map<string, OdmValues>;
}

export interface Stated {
  /** Of the element itself. */
  readonly stated: Transaction | null;
  /** Its own, otherwise that of what it is in. */
  readonly transaction: Transaction | null;
}

/** A transactional file is applied in memory. */
const MOST_VALUES = 4_000_000;
const END = '\u0001';

/**
 * What a file says of each subject. The transactions of a transactional file are applied in their order; in a snapshot
 * every value is there once.
 */
export class OdmSubjects {
  private readonly subjects = new Map<string, OdmSubject>();
  private values = 0;

  constructor(
    private readonly isSnapshot: boolean,
    /** Whether what the file changes may have come in an earlier one. */
    private readonly continues: boolean,
  ) {}

  subject(key: string): OdmSubject {
    let found = this.subjects.get(key);
    if (!found) this.subjects.set(key, (found = { key, site: null, known: new Set(), groups: new Map() }));
    return found;
  }

  /** Enters a subject, event, form or group, with the transaction that it states itself or has from above. */
  enter(subject: OdmSubject, steps: readonly OdmStep[], { stated, transaction }: Stated, line: number): void {
    const path = pathOf(steps);
    const isThere = subject.known.has(path);
    if (!this.isSnapshot && stated !== null) this.check(stated, isThere, steps.at(-1)?.element ?? 'SubjectData', line);
    if (transaction === 'Remove') this.remove(subject, path);
    else if (transaction !== 'Context') subject.known.add(path);
  }

  /** The values of a group, to be added to. */
  group(subject: OdmSubject, steps: readonly OdmStep[], line: number): OdmValues {
    const path = pathOf(steps);
    let found = subject.groups.get(path);
    if (!found) subject.groups.set(path, (found = { line, steps, items: new Map() }));
    return found;
  }

  item(
    { items, steps }: OdmValues,
    item: string,
    { value, stated, transaction, line }: Stated & { readonly value: OdmValue; readonly line: number },
  ): void {
    const isThere = items.has(item);
    if (this.isSnapshot && isThere && !isEqual(items.get(item), value)) {
      throw atLine(line, {
        en: `ItemOID ${item} has two values in ItemGroupOID ${steps.at(-1)?.oid ?? ''}: records beside each other need a repeat key, and a form or group that is declared as repeating`,
        zh: `ItemGroupOID ${steps.at(-1)?.oid ?? ''} 中的 ItemOID ${item} 有两个值：并列的记录须有重复键，且表单或项目组须声明为可重复`,
      });
    }
    if (!this.isSnapshot) {
      if (stated !== null) this.check(stated, isThere, 'ItemData', line);
      else if (transaction === null) throw withoutTransaction(line);
    }
    if (transaction === 'Context') return;
    if (transaction === 'Remove') items.delete(item);
    else items.set(item, value);
    this.values += Number(!isThere);
    if (this.values > MOST_VALUES) throw tooMany();
  }

  /** What a snapshot has of a subject, which it has in one place. */
  take(subject: OdmSubject): OdmSubject {
    this.subjects.delete(subject.key);
    this.values = 0;
    return subject;
  }

  all(): Iterable<OdmSubject> {
    return this.subjects.values();
  }

  private check(transaction: Transaction, isThere: boolean, element: string, line: number): void {
    if (transaction === 'Upsert' || transaction === 'Context') return;
    if (transaction === 'Insert') {
      if (!isThere) return;
      throw atLine(line, {
        en: `${element} is inserted and is there already: export the file again, or as a Snapshot`,
        zh: `${element} 为新增（Insert），但已存在：请重新导出，或导出为 Snapshot`,
      });
    }
    if (isThere || (transaction === 'Update' && this.continues)) return;
    const done = { en: transaction === 'Remove' ? 'removed' : 'updated', zh: transaction };
    throw atLine(line, {
      en: `${element} is ${done.en} and was not inserted before in this file: export all transactions, or a Snapshot`,
      zh: `${element} 的操作为 ${done.zh}，但此前未在本文件中新增：请导出全部事务，或导出为 Snapshot`,
    });
  }

  private remove(subject: OdmSubject, path: string): void {
    for (const known of subject.known) if (known.startsWith(path)) subject.known.delete(known);
    for (const [of, { items }] of subject.groups) {
      if (!of.startsWith(path)) continue;
      this.values -= items.size;
      subject.groups.delete(of);
    }
  }
}

function pathOf(steps: readonly OdmStep[]): string {
  return END + steps.map(({ oid, place }) => `${oid}${END}${END}${place}${END}${END}${END}`).join('');
}

function isEqual(one: OdmValue | undefined, other: OdmValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withoutTransaction(line: number): TableError {
  return atLine(line, {
    en: 'no TransactionType is stated here or above, in a file of the type Transactional: export it as a Snapshot',
    zh: '文件类型为 Transactional，但此处及上级均未说明 TransactionType：请导出为 Snapshot',
  });
}

function tooMany(): TableError {
  return new TableError({
    en: `the file has more than ${MOST_VALUES} values that are applied one after the other, or of one subject: export it as a Snapshot, or in parts`,
    zh: `文件中需逐项应用（或同一受试者）的值超过 ${MOST_VALUES} 个：请导出为 Snapshot，或分批导出`,
  });
}
