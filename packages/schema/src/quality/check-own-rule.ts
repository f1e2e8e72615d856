import { type Issue } from '../check-row.ts';
import { type CohortFilter, type CohortLists, parseFilter, variablesOf } from '../cohort/index.ts';
import { type Label } from '../form.ts';
import { qualityRules } from './rules.ts';

/** A rule of a study: whoever meets the condition is found. */
export interface OwnRule {
  readonly label: Label;
  readonly condition: CohortFilter;
}

export const ownRuleLimits = { name: 120, rules: 100 } as const;

/** The rule, or everything that is wrong with it: each issue names its place and what is expected. */
export type CheckedOwnRule =
  | { readonly rule: OwnRule; readonly issues: readonly [] }
  | { readonly rule: null; readonly issues: readonly [Issue, ...Issue[]] };

/**
 * Reads a rule as it arrives.
 *
 * @param others - the names of the other rules of the study.
 * @param lists - the codes and fields of the study: a condition on an unknown one is refused.
 */
export function checkOwnRule(
  given: { readonly nameEn: string; readonly nameZh: string; readonly condition: unknown },
  others: readonly Label[],
  lists: CohortLists,
): CheckedOwnRule {
  const label = { en: given.nameEn.trim(), zh: given.nameZh.trim() };
  const taken = [...Object.values(qualityRules).map((rule) => rule.label), ...others];
  const parsed = parseFilter(given.condition, { ...lists, takesEvents: false }, 'condition');
  const [first, ...rest] = [
    ...(['en', 'zh'] as const).flatMap((language) => {
      const field = language === 'en' ? 'nameEn' : 'nameZh';
      const name = label[language];
      if (name === '') return [issue(field, 'required', 'a name', '名称')];
      const { name: most } = ownRuleLimits;
      if (name.length > most) return [issue(field, 'tooLong', `at most ${most} characters`, `不超过 ${most} 个字符`)];
      return taken.some((other) => other[language].toLowerCase() === name.toLowerCase())
        ? [issue(field, 'inUse', 'a name that no other rule has', '其他规则未使用的名称')]
        : [];
    }),
    ...parsed.issues,
    ...(parsed.issues.length === 0 && parsed.filter === null
      ? [issue('condition', 'required', 'at least one condition', '至少一个条件')]
      : []),
  ];
  if (first) return { rule: null, issues: [first, ...rest] };
  if (parsed.filter === null) throw new Error('a condition without a fault is there');
  return { rule: { label, condition: parsed.filter }, issues: [] };
}

/** The variable that a finding of the rule is shown at: the first that it names. */
export function variableOfRule(condition: CohortFilter): string {
  const [first = ''] = variablesOf(condition);
  return first;
}

function issue(field: string, problem: Issue['problem'], en: string, zh: string): Issue {
  return { field, problem, severity: 'error', expected: { en, zh } };
}
