import { type Issue, type Problem } from '../check-row.ts';
import { parseFilter, variablesOf } from '../cohort/index.ts';
import { type SubjectVariable } from '../subject/index.ts';
import { type Criterion, criterionKinds, decidedByPerson, type EligibilityRules, populations } from './criterion.ts';

export const criteriaLimits = { criteria: 40, code: 40, label: 200 } as const;

const codeGrammar = /^[a-z][A-Za-z0-9]*$/;

/** What says of a patient whether they are eligible cannot ask whether they are. */
const derivedFromCriteria = ['eligibility', 'excludedBy'];

/**
 * The one check of what a study states about eligibility, for page and API.
 *
 * @param own - the variables that published fields of the study are.
 * @returns what is wrong, by its place (`criteria.2.filter.and[0].variable`), and what is expected; empty if it may be stored.
 */
export function checkCriteria(rules: EligibilityRules, own: readonly SubjectVariable[]): Issue[] {
  const { population, criteria } = rules;
  const most = criteriaLimits.criteria;
  return [
    ...(populations.includes(population) ? [] : [issue('population', 'notInList', ...oneOf(populations))]),
    ...(criteria.length > most
      ? [issue('criteria', 'tooLong', `at most ${most} criteria`, `最多 ${most} 条标准`)]
      : criteria.flatMap((one, i) => criterionIssues(one, `criteria.${i}`, criteria.slice(0, i), own))),
  ];
}

function criterionIssues(
  { code, kind, label, filter }: Criterion,
  at: string,
  before: readonly Criterion[],
  own: readonly SubjectVariable[],
): Issue[] {
  const parsed = parseFilter(filter, { own, takesEvents: false });
  const loops = variablesOf(parsed.filter).some((name) => derivedFromCriteria.includes(name));
  return [
    ...codeIssues(code, `${at}.code`, before),
    ...(criterionKinds.includes(kind) ? [] : [issue(`${at}.kind`, 'notInList', ...oneOf(criterionKinds))]),
    ...textIssues(label.en, `${at}.label.en`),
    ...textIssues(label.zh, `${at}.label.zh`),
    ...parsed.issues.map((one) => ({ ...one, field: `${at}.${one.field}` })),
    ...(parsed.issues.length === 0 && parsed.filter === null
      ? [issue(`${at}.filter`, 'required', 'a condition', '必须给出条件')]
      : []),
    ...(loops
      ? [issue(`${at}.filter`, 'rule', 'a condition on other variables than eligibility', '不得以入排资格本身为条件')]
      : []),
  ];
}

function codeIssues(code: string, field: string, before: readonly Criterion[]): Issue[] {
  const most = criteriaLimits.code;
  if (!codeGrammar.test(code) || code.length > most || code === decidedByPerson) {
    return [
      issue(
        field,
        code === '' ? 'required' : 'rule',
        `letters and digits, beginning with a small letter, at most ${most}, and not ${decidedByPerson}: ecogOver2`,
        `字母和数字，以小写字母开头，最多 ${most} 个字符，且不为 ${decidedByPerson}，例如 ecogOver2`,
      ),
    ];
  }
  if (!before.some((other) => other.code === code)) return [];
  return [issue(field, 'rule', `another code: ${code} is there already`, `其他代码：${code} 已存在`)];
}

function textIssues(text: string, field: string): Issue[] {
  const most = criteriaLimits.label;
  if (text.trim() === '') return [issue(field, 'required', 'a name', '必须填写名称')];
  return text.length <= most ? [] : [issue(field, 'tooLong', `at most ${most} characters`, `最多 ${most} 个字符`)];
}

const oneOf = (codes: readonly string[]): [string, string] => [
  `one of ${codes.join(', ')}`,
  `${codes.join('、')} 之一`,
];

const issue = (field: string, problem: Problem, en: string, zh: string): Issue => ({
  field,
  problem,
  severity: 'error',
  expected: { en, zh },
});
