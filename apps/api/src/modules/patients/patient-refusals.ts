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

/** What refers to a row keeps it: the database says so. */
export function refuseAttached(cause: unknown): never {
  if ((cause as { code?: unknown }).code !== FOREIGN_KEY_VIOLATION) throw cause;
  if ((cause as { table?: unknown }).table === 'reading_link') {
    const none = { en: 'no case of blinded reading', zh: '无盲法阅片病例' };
    throw new PortalError(
      'CONFLICT',
      'what is removed must have no case of blinded reading: it would lose its patient',
      {
        issues: [fault('code', 'inUse', none)],
      },
    );
  }
  const expected = {
    en: 'a slide without image, transfer, outline or run: what was made of a slide would lose it',
    zh: '没有图像、传输、轮廓或运行的切片：否则由该切片得到的结果将失去来源',
  };
  throw new PortalError('CONFLICT', `what is removed must have no slide but ${expected.en}`, {
    issues: [fault('barcode', 'inUse', expected)],
  });
}

const FOREIGN_KEY_VIOLATION = '23503';
