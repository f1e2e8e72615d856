import {
  type CountedRecord,
  hasSeveralRecords,
  type OwnField,
  type OwnKind,
  readNumber,
  usualKnown,
} from '@haim/schema';
import { asTyped } from '@/numbers/round.ts';

export interface CodeDraft {
  readonly code: string;
  readonly en: string;
  readonly zh: string;
}

/** The content of the inputs by which a field is declared: numbers as typed. */
export interface FieldDraft {
  readonly form: string;
  readonly name: string;
  readonly kind: OwnKind;
  readonly labelEn: string;
  readonly labelZh: string;
  readonly helpEn: string;
  readonly helpZh: string;
  readonly required: boolean;
  readonly unit: string;
  readonly lowest: string;
  readonly highest: string;
  readonly codes: readonly CodeDraft[];
  readonly known: OwnField['known'];
  readonly counts: CountedRecord | null;
}

export const emptyCode: CodeDraft = { code: '', en: '', zh: '' };

export function newDraft(form: string): FieldDraft {
  return {
    ...{ form, name: '', kind: 'code', labelEn: '', labelZh: '', helpEn: '', helpZh: '' },
    ...{ required: false, unit: '', lowest: '', highest: '', codes: [emptyCode, emptyCode] },
    ...{ known: usualKnown(form), counts: null },
  };
}

export function draftOfField({ label, help, codes, unit, lowest, highest, ...field }: OwnField): FieldDraft {
  const { form, name, kind, required, known, counts } = field;
  return {
    ...{ form, name, kind, required, known, counts },
    ...{ labelEn: label.en, labelZh: label.zh, helpEn: help?.en ?? '', helpZh: help?.zh ?? '' },
    ...{ unit: unit ?? '', lowest: typed(lowest), highest: typed(highest) },
    codes: codes.map(({ code, label: words }) => ({ code, en: words.en, zh: words.zh })),
  };
}

/** The declaration that the inputs mean: what the kind does not have is left out, what is no number stays none. */
export function fieldOfDraft(draft: FieldDraft): OwnField {
  const { form, name, kind, required, known } = draft;
  const isNumber = kind === 'integer' || kind === 'decimal';
  const [helpEn, helpZh] = [draft.helpEn.trim(), draft.helpZh.trim()];
  return {
    ...{ form, name: name.trim(), kind, required, known },
    counts: known !== null && hasSeveralRecords(form) ? draft.counts : null,
    label: { en: draft.labelEn.trim(), zh: draft.labelZh.trim() },
    help: helpEn === '' && helpZh === '' ? null : { en: helpEn, zh: helpZh },
    unit: isNumber && draft.unit.trim() !== '' ? draft.unit.trim() : null,
    lowest: isNumber ? end(draft.lowest) : null,
    highest: isNumber ? end(draft.highest) : null,
    codes:
      kind === 'code'
        ? draft.codes.map(({ code, en, zh }) => ({ code: code.trim(), label: { en: en.trim(), zh: zh.trim() } }))
        : [],
  };
}

/** NaN where it cannot be read, which the check of the declaration reports. */
function end(text: string): number | null {
  return text.trim() === '' ? null : (readNumber(text) ?? Number.NaN);
}

function typed(value: number | null): string {
  return value === null ? '' : asTyped(value);
}

/** Moves an item of a list one place up or down; the same list where there is no such place. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const item = list[from];
  const to = from + by;
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}
