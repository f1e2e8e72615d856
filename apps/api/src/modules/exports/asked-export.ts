import { type CohortFilter, type ExportFormat } from '@haim/schema';

export interface AskedExport {
  readonly format: ExportFormat;
  /** Of labels, where the format has room for one language only. */
  readonly language: 'en' | 'zh';
  /** null: every patient of the centres that may be exported. */
  readonly cohort: CohortFilter | null;
  /** null: the data of now. */
  readonly snapshot: string | null;
  /** True dates, ages and texts. */
  readonly isIdentified: boolean;
  /** Why; needed where it is identified. */
  readonly reason: string | null;
}

/** What every file of an export says of its origin. */
export interface ExportHead {
  readonly study: { readonly code: string; readonly name: string; readonly nameZh: string | null };
  readonly isSynthetic: boolean;
  /** The centres whose rows are in it; `isWhole` if the study has no other. */
  readonly centres: readonly string[];
  readonly isWhole: boolean;
  readonly dataVersion: number;
  /** Name and version of the endpoint recipe. */
  readonly recipe: string;
  readonly monthDays: number;
  readonly cutoffOn: string | null;
  readonly timeZero: string;
  /** The column of the analysis row from which times count. */
  readonly zeroColumn: 'started_on' | 'enrolled_on';
  readonly snapshot: { readonly name: string; readonly sha256: string } | null;
  /** In the notation of an address; null for everybody. */
  readonly cohort: string | null;
  readonly patients: number;
  readonly isIdentified: boolean;
  readonly reason: string | null;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly language: 'en' | 'zh';
  readonly format: ExportFormat;
}
