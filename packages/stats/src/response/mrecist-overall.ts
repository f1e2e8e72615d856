import { statement } from '@haim/schema';
import type { MrecistAssessment, MrecistResponse } from './mrecist.ts';

/** Judgement of the lesions that are not measured; 'none' where there are none. */
export type NonTargetResponse = 'CR' | 'Non-CR/Non-PD' | 'PD' | 'NE' | 'none';

/**
 * Overall response of a visit from its target lesions, its other lesions, and whether a lesion is new.
 *
 * @param target - as mrecistSeries judges the sums.
 * @param nonTarget - judgement of the lesions that are not measured.
 * @param newLesion - whether a new lesion has appeared.
 * @returns the response with the line of the table that gave it. A complete target response with other lesions not all
 * judged is PR, as in RECIST 1.1.
 * @throws never.
 *
 * Source: Lencioni & Llovet, Semin Liver Dis 2010;30:52-60, overall response table.
 * Checked against: every line of that table, written out in the test.
 */
export function overallResponse(
  target: MrecistResponse,
  nonTarget: NonTargetResponse,
  newLesion: boolean,
): MrecistAssessment & { readonly response: MrecistResponse } {
  if (newLesion) return { response: 'PD', rule: statement('newLesion') };
  if (target === 'PD') return { response: 'PD', rule: statement('targetsProgressed') };
  if (nonTarget === 'PD') return { response: 'PD', rule: statement('nonTargetsProgressed') };
  if (target !== 'CR') return { response: target, rule: statement('targetsDecide', { target }) };
  if (nonTarget === 'CR' || nonTarget === 'none') return { response: 'CR', rule: statement('noEnhancementAnywhere') };
  return { response: 'PR', rule: statement(nonTarget === 'NE' ? 'nonTargetsNotAllJudged' : 'nonTargetsEnhance') };
}
