import { type Issue, type Problem } from '../check-row.ts';

/** The field of an issue is the path of the setting: `cutoffOn`, `name.en`, `arms.0.code`. */
export const issue = (field: string, problem: Problem, en: string, zh: string): Issue => ({
  field,
  problem,
  severity: 'error',
  expected: { en, zh },
});
