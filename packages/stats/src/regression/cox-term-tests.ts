import type { ChiSquareTest, CoxModel } from './cox.ts';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { invertSymmetric, quadraticForm, submatrix } from '../numerics/linear-algebra.ts';

export interface TermTest extends ChiSquareTest {
  readonly term: string;
}

/**
 * Wald test of each term of a Cox model: that all of its coefficients are 0, the other terms being in the model.
 *
 * @param model - `model` of a fit.
 * @returns a test per term, in the order of the terms; the columns of one factor are tested together. Nothing can be
 * tested (null) where a coefficient has no finite estimate.
 * @throws never: the model was checked when it was fitted.
 *
 * Source: Wald 1943; Hosmer, Lemeshow & May 2008, section 3.3.
 * Checked against: `wald`, `z` and `vcov` of reference/goldens (survival::coxph).
 */
export function coxTermTests({ design, beta, covariance }: CoxModel): TermTest[] {
  return [...new Set(design.terms)].map((term) => {
    const columns = design.terms.flatMap((name, k) => (name === term ? [k] : []));
    const inverse = covariance && invertSymmetric(submatrix(covariance, columns));
    if (!inverse) return { term, statistic: null, df: null, pValue: null };
    const statistic = quadraticForm(
      inverse,
      columns.map((k) => beta[k] as number),
    );
    return { term, statistic, df: columns.length, pValue: chiSquareUpperTail(statistic, columns.length) };
  });
}
