import { type Issue, type Label } from '@haim/schema';
import { badInput, PortalError } from '../../context/portal-error.ts';
import { type PatientInStudy } from './record.service.ts';

/** Refusals that several services of patients have in common. */

export function changedMeanwhile({ code }: Pick<PatientInStudy, 'code'>): PortalError {
  return new PortalError('CONFLICT', `patient ${code} was changed by somebody else meanwhile`);
}

export function codeInUse(code: string): PortalError {
  const expected = {
    en: `a code that no patient of this centre has: ${code} is in use`,
    zh: `该中心尚未使用的编号：${code} 已被使用`,
  };
  return badInput(`code must be ${expected.en}`, [fault('code', 'rule', expected)]);
}

export function fault(field: string, problem: Issue['problem'], expected: Label): Issue {
  return { field, problem, severity: 'error', expected };
}
