import { type FieldSpec, type Label, missingReason } from '@haim/schema';
import { type CopiedType } from '../../db/rows-by-copy.ts';
import { numberedCodes, tableColumn, type ColumnCode, type TableColumn } from '../../tables/index.ts';

/** The lists that a study has of its own. */
export interface StudyCodes {
  readonly arms: readonly ColumnCode[];
  readonly centres: readonly ColumnCode[];
}

/** In the place of a reason that somebody gave: the value is there, and this file does not hold it. */
export const WITHHELD = 'withheld';
const withheld = {
  code: WITHHELD,
  label: { en: 'Left out of this file: a free text', zh: '未纳入本文件：自由文本' },
};

/** Reasons why a value is missing, as codes of the column beside it. */
export function reasonColumn(of: TableColumn): TableColumn {
  return tableColumn({
    name: `missing_${of.name}`,
    label: { en: `${of.label.en}: why missing`, zh: `${of.label.zh}：缺失原因` },
    type: 'code',
    codes: numberedCodes([...missingReason.codes, withheld]),
    standard: missingReason.source,
    origin: of.origin,
    reasonFor: of.name,
  });
}

const types = {
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
  text: 'text',
  code: 'code',
  studyCode: 'code',
} as const;

/** The column of a field. */
export function fieldColumn(
  name: string,
  spec: FieldSpec,
  { lists, origin }: { readonly lists: StudyCodes; readonly origin: string },
): TableColumn {
  const type = spec.kind === 'date' ? (spec.partial ? 'partialDate' : 'date') : types[spec.kind];
  return tableColumn({
    name,
    label: spec.label,
    type,
    unit: 'unit' in spec ? (spec.unit ?? null) : null,
    ...(spec.kind === 'code' && { codes: numberedCodes(spec.list.codes), standard: spec.list.source }),
    ...(spec.kind === 'studyCode' && { codes: lists.arms, standard: 'study' }),
    ...(type === 'partialDate' && { bytes: 10 }),
    cdisc: spec.cdisc ?? null,
    origin,
  });
}

/** What the database sends for a value of a field of the portal. */
export function copiedAs(type: TableColumn['type']): CopiedType {
  return type === 'code' || type === 'partialDate' ? 'text' : type;
}

export const notes = {
  shifted: {
    en: 'Moved by a number of days of the patient’s own; intervals are true',
    zh: '已按每位患者各自的天数平移；间隔不变',
  },
  shiftedPartly: {
    en: 'Moved by a number of days of the patient’s own; where only month or year is known, right to within one',
    zh: '已按每位患者各自的天数平移；仅知年月者误差不超过一个月（或一年）',
  },
  binned: { en: '90 stands for 90 and older', zh: '90 表示 90 岁及以上' },
  named: {
    en: 'Only names of the standard, and texts that ten patients or more share; others are left out',
    zh: '仅含标准术语及至少十名患者共有的文本；其他文本未纳入',
  },
} as const satisfies Readonly<Record<string, Label>>;
