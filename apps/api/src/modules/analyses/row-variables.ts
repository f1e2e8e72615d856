import { type Label, mostTableRows, subjectVariables, type SubjectVariable } from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';

/** What may be a row: what is known at time zero of the patient. */
export function rowVariables(own: readonly SubjectVariable[]): SubjectVariable[] {
  return [...subjectVariables, ...own].filter(({ tableOne }) => tableOne);
}

/**
 * The variables of these names, in this order, each once.
 *
 * @throws BAD_USER_INPUT naming what may not be a row, and what may.
 */
export function chosenRows(names: readonly string[], own: readonly SubjectVariable[]): SubjectVariable[] {
  const offered = rowVariables(own);
  const list = offered.map(({ name }) => name).join(', ');
  const refuse = (message: string, expected: Label) => {
    throw badInput(message, [{ field: 'variables', problem: 'rule', severity: 'error', expected }]);
  };
  const stranger = names.find((name) => !offered.some((one) => one.name === name));
  if (stranger !== undefined) {
    refuse(`variables may not name ${stranger.slice(0, 60)}; rows of the table are ${list}`, {
      en: `among ${list}`,
      zh: `以下变量之一：${list}`,
    });
  }
  const wanted = [...new Set(names)];
  if (wanted.length === 0 || wanted.length > mostTableRows) {
    refuse(`variables must name 1 to ${mostTableRows} rows, not ${wanted.length}`, {
      en: `1 to ${mostTableRows} variables`,
      zh: `1 至 ${mostTableRows} 个变量`,
    });
  }
  return wanted.flatMap((name) => offered.find((one) => one.name === name) ?? []);
}
