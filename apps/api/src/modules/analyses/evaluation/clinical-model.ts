import { type Statement, statement, type SubjectCovariate } from '@haim/schema';
import { roc, type Table, type Term, toR } from '@haim/stats';
import { type Estimate, fitTerms, type NamedColumn, namedColumns, noEstimate } from '../logistic-terms.ts';

/** One patient with a slide: covariates as text, null where missing. */
export interface ClinicalCase {
  readonly patientId: string;
  readonly patientCode: string;
  readonly bestResponse: string | null;
  readonly contradictions: number;
  readonly slideId: string;
  readonly set: string | null;
  readonly takenOn: string | null;
  readonly scanner: string | null;
  readonly values: Readonly<Record<string, string | null>>;
}

export type ClinicalCoefficient = NamedColumn & Estimate;

export interface ClinicalFit {
  readonly method: Statement;
  /** Complete training cases used, of whom `nPositive` SD/PD; the others lacked a value. */
  readonly n: number;
  readonly nPositive: number;
  readonly nDropped: number;
  readonly intercept: number | null;
  readonly coefficients: readonly ClinicalCoefficient[];
  /** Probability from which SD/PD is predicted: the Youden point of the training cases. Null where nothing was fitted. */
  readonly threshold: number | null;
  readonly warnings: readonly Statement[];
  /** A script that fits the same in R and compares, and the table it reads; null where R has no counterpart. */
  readonly rScript: string | null;
  readonly trainingCsv: string;
  /** Probability of SD/PD; null where a value is missing or a level was not seen in training. */
  readonly score: (one: ClinicalCase) => number | null;
}

/** Name of the data that the script reads, without extension. */
export const clinicalFile = 'clinical-model';

/**
 * Fits the model to the training cases. What is constant there is left out with a warning; where maximum likelihood has
 * no solution because the columns separate the outcome, Firth's penalty gives one.
 *
 * @param training - cases of the training set with their class.
 */
export function fitClinicalModel(
  training: readonly (ClinicalCase & { readonly positive: boolean })[],
  wanted: readonly SubjectCovariate[],
): ClinicalFit {
  const warnings: Statement[] = [];
  // A covariate that no patient has would exclude every patient; it is left out instead, with a warning.
  const known = wanted.filter(({ name, label }) => {
    const isKnown = training.some(({ values }) => values[name] !== null);
    if (!isKnown) warnings.push(statement('covariateMissing', { covariate: label }));
    return isKnown;
  });
  const complete = training.filter(({ values }) => known.every(({ name }) => values[name] !== null));
  const terms = known.flatMap((covariate): Term[] => {
    const present = new Set(complete.map(({ values }) => values[covariate.name] ?? ''));
    if (present.size < 2) {
      warnings.push(statement('covariateConstant', { covariate: covariate.label }));
      return [];
    }
    if (covariate.levels === null) return [{ column: covariate.name, type: 'numeric' }];
    const order = covariate.levels.length > 0 ? covariate.levels : [...present].sort();
    return [{ column: covariate.name, type: 'factor', levels: order.filter((level) => present.has(level)) }];
  });
  const table = tableOf(training, known);
  const nPositive = complete.filter(({ positive }) => positive).length;
  const counts = { n: complete.length, nPositive, nDropped: training.length - complete.length };
  const trainingCsv = csvOf(table);
  const nothing = { ...counts, intercept: null, coefficients: [], threshold: null, rScript: null, trainingCsv };
  const isFittable = terms.length > 0 && nPositive > 0 && nPositive < complete.length;
  if (!isFittable) {
    const why = statement(terms.length === 0 ? 'noCovariateVaries' : 'trainingOfOneClass');
    return { ...nothing, method: statement('notEstimable'), warnings: [...warnings, why], score: () => null };
  }
  const { call, result, ...fitted } = fit(table, terms, known, warnings);
  const intercept = fitted.coefficients[0]?.coefficient ?? null;
  const coefficients = namedColumns(terms).map((name, k) => ({
    ...name,
    ...(fitted.coefficients[k + 1] ?? noEstimate),
  }));
  if (intercept === null || coefficients.some(({ coefficient }) => coefficient === null)) {
    const said = [...warnings, statement('covariatesRepeat')];
    return { ...nothing, method: fitted.method, coefficients, warnings: said, score: () => null };
  }
  const score = (one: ClinicalCase): number | null => scoreOf(one, terms, known, intercept, coefficients);
  const scores = complete.map((one) => score(one) ?? 0);
  const curve = roc(
    scores,
    complete.map(({ positive }) => positive),
    { direction: 'higher-is-positive' },
  );
  const threshold = curve.youden.map((point) => point.threshold).find(Number.isFinite) ?? null;
  const rScript = toR(call, result, `${clinicalFile}.csv`);
  return {
    ...counts,
    method: fitted.method,
    intercept,
    coefficients,
    threshold,
    warnings,
    rScript,
    trainingCsv,
    score,
  };
}

function fit(table: Table, terms: readonly Term[], known: readonly SubjectCovariate[], warnings: Statement[]) {
  const found = fitTerms(
    table,
    'positive',
    terms,
    known.map(({ name }) => name),
  );
  if (found.isPenalised) warnings.push(statement('separatedUsesFirth'));
  return found;
}

function scoreOf(
  { values }: ClinicalCase,
  terms: readonly Term[],
  known: readonly SubjectCovariate[],
  intercept: number,
  coefficients: readonly ClinicalCoefficient[],
): number | null {
  if (known.some(({ name }) => values[name] === null || values[name] === undefined)) return null;
  if (terms.some(({ column, levels: order }) => order && !order.includes(values[column] ?? ''))) return null;
  const linear = coefficients.reduce((sum, { covariate, level, coefficient }) => {
    const value = values[covariate] ?? '';
    const x = level === null ? Number(value) : Number(value === level);
    return sum + x * (coefficient ?? 0);
  }, intercept);
  return 1 / (1 + Math.exp(-linear));
}

function tableOf(
  training: readonly (ClinicalCase & { readonly positive: boolean })[],
  known: readonly SubjectCovariate[],
): Table {
  const columns = known.map(({ name }) => [name, training.map(({ values }) => values[name] ?? null)] as const);
  return {
    patient: training.map(({ patientCode }) => patientCode),
    positive: training.map(({ positive }) => (positive ? '1' : '0')),
    ...Object.fromEntries(columns),
  };
}

/** Codes and numbers only: only characters that a code list or study code may not contain would need quoting. */
function csvOf(table: Table): string {
  const names = Object.keys(table);
  const n = table['patient']?.length ?? 0;
  const line = (i: number) => names.map((name) => table[name]?.[i] ?? '').join(',');
  return `${[names.join(','), ...Array.from({ length: n }, (_, i) => line(i))].join('\n')}\n`;
}
