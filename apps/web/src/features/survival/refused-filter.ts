import { adverseEventVariable, cohortArguments, isOfStudy, subjectVariable } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';

/** The variable of the selection because of which the API refuses an answer; null if that is not the reason. */
export function refusedFilter(error: unknown): string | null {
  const refusal = refusalOf(error);
  if (refusal.kind !== 'issues') return null;
  for (const { field } of refusal.issues) {
    const variable = cohortArguments.find(({ name }) => name === field)?.variable ?? subjectVariable(field)?.name;
    if (variable !== undefined) return variable;
    if (isOfStudy(field) || field === adverseEventVariable) return field;
  }
  return null;
}
