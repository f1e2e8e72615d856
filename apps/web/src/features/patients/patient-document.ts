import { type TypedDocumentNode } from '@apollo/client';
import {
  type adverseEventForm,
  type baselineForm,
  type demographicsForm,
  type eligibilityForm,
  type followUpForm,
  type Form,
  type FormName,
  forms,
  type haicCycleForm,
  type importedScoreForm,
  type labResultForm,
  type Label,
  patientFieldOf,
  type slideForm,
  type laterTreatmentForm,
  type systemicCourseForm,
  type treatmentForm,
  type tumourAssessmentForm,
} from '@haim/schema';
import { readRecord, type RecordOf, selectionOf } from '@/forms/documents.ts';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { readDocument } from '@/graphql/read-document.ts';
import { type Said } from '@/graphql/said.ts';

export interface Outcome {
  readonly bestResponse: string | null;
  readonly osDays: number | null;
  readonly osEvent: boolean | null;
  readonly pfsDays: number | null;
  readonly pfsEvent: boolean | null;
  /** Why there is no time; null if there is one. */
  readonly osMissing: MissingTime | null;
  readonly pfsMissing: MissingTime | null;
  readonly recipe: string;
}

export type MissingTime = 'noFollowUp' | 'noTimeZero' | 'beforeTimeZero' | 'afterCutoff';

/** Two records that cannot both be right, in words. */
export interface Contradiction extends Label {
  readonly form: FormName;
  readonly recordId: string;
}

export type Assessment = RecordOf<typeof tumourAssessmentForm> & {
  readonly derivedResponse: string | null;
  readonly derivedRuleStatement: Said | null;
};

export type LabResultRecord = RecordOf<typeof labResultForm> & {
  readonly standardValue: number;
  readonly standardUnit: string;
};

/** One patient with every record, under the names of the declarations. */
export interface Patient {
  readonly id: string;
  readonly code: string;
  readonly study: string;
  readonly centre: string;
  readonly version: number;
  readonly writable: boolean;
  readonly outcome: Outcome;
  readonly contradictions: readonly Contradiction[];
  readonly demographics: RecordOf<typeof demographicsForm> | null;
  readonly eligibility: RecordOf<typeof eligibilityForm> | null;
  readonly baseline: RecordOf<typeof baselineForm> | null;
  readonly treatment: RecordOf<typeof treatmentForm> | null;
  readonly haicCycles: readonly RecordOf<typeof haicCycleForm>[];
  readonly systemicCourses: readonly RecordOf<typeof systemicCourseForm>[];
  readonly tumourAssessments: readonly Assessment[];
  readonly labResults: readonly LabResultRecord[];
  readonly adverseEvents: readonly RecordOf<typeof adverseEventForm>[];
  readonly laterTreatments: readonly RecordOf<typeof laterTreatmentForm>[];
  readonly followUps: readonly RecordOf<typeof followUpForm>[];
  readonly slides: readonly (RecordOf<typeof slideForm> & { readonly hasFile: boolean })[];
  readonly importedScores: readonly RecordOf<typeof importedScoreForm>[];
}

/** Built from the declarations, so that a new field is shown without a change here. */
export const patientDocument: TypedDocumentNode<{ patient: Patient }, { id: string }> = readDocument(`
  query Patient($id: ID!) {
    patient(id: $id) {
      id code study centre version writable
      outcome { bestResponse osDays osEvent pfsDays pfsEvent osMissing pfsMissing recipe }
      contradictions { form recordId en zh }
      ${forms.map((form) => `${patientFieldOf(form)} { ${selectionOf(form)} }`).join('\n')}
    }
  }
`);

/** The records of one form: none, one, or any number if the form repeats. */
export function recordsOf(patient: Patient, form: Form): readonly SavedRecord[] {
  const field = patientFieldOf(form) as keyof Patient;
  const records = patient[field] as unknown as SavedRecord | readonly SavedRecord[] | null;
  if (records === null) return [];
  return (Array.isArray(records) ? records : [records as SavedRecord]).map(readRecord);
}
