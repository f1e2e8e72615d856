import { columnOf, type FieldSpec, type Form } from './form.ts';
import { valuesOf } from './missing/reasons.ts';

export interface DictionaryRow {
  readonly form: string;
  readonly column: string;
  readonly kind: string;
  readonly en: string;
  readonly zh: string;
  readonly unit: string | null;
  /** '0 to 4', or 'BCLC 2022: 0 = Very early; A = Early'. */
  readonly permitted: string | null;
  readonly required: boolean;
  readonly cdisc: string | null;
}

/** The headings of a form's own CSV file. */
export function csvHeader(form: Form): string[] {
  return valuesOf(form).map(([field]) => columnOf(field));
}

/** The data dictionary of a form, one row per field. */
export function dataDictionary(form: Form): DictionaryRow[] {
  return valuesOf(form).map(([field, spec]) => ({
    form: form.name,
    column: columnOf(field),
    kind: spec.kind,
    en: spec.label.en,
    zh: spec.label.zh,
    unit: 'unit' in spec ? (spec.unit ?? null) : null,
    permitted: permitted(spec),
    required: spec.required ?? false,
    cdisc: spec.cdisc ?? null,
  }));
}

function permitted(spec: FieldSpec): string | null {
  switch (spec.kind) {
    case 'code':
      return `${spec.list.source}: ${spec.list.codes.map(({ code, label }) => `${code} = ${label.en}`).join('; ')}`;
    case 'studyCode':
      return `the study's ${spec.studyList} list`;
    case 'integer':
    case 'decimal':
      return spec.range ? rangeText(spec.range) : null;
    case 'text':
      return spec.names ? `a name of ${spec.names.source}, or another text` : null;
    case 'date':
      return spec.partial ? 'YYYY-MM-DD, YYYY-MM or YYYY' : null;
    default:
      return null;
  }
}

/** '0 to 4'; with an open end 'at least 0' or 'at most 4'. */
function rangeText([lowest, highest]: readonly [number, number]): string {
  if (highest === Infinity) return `at least ${lowest}`;
  return lowest === -Infinity ? `at most ${highest}` : `${lowest} to ${highest}`;
}
