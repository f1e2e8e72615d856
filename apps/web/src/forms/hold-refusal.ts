import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { type Label } from '@haim/schema';
import { type Refusal, refusalOf } from './answers.ts';

/** What has to hold before something is locked, by the mark that a refusal carries. */
const needed: Readonly<Record<string, Label>> = {
  openQueries: { en: 'every query on it is closed', zh: '与其相关的质疑均已关闭' },
  openDifferences: {
    en: 'it is decided which entry holds wherever two entries differ',
    zh: '双录不一致之处均已裁定',
  },
};

/** Why nothing was frozen or locked. */
export function holdRefusalOf(error: unknown): Refusal {
  const marks = CombinedGraphQLErrors.is(error) ? error.errors.map(({ extensions }) => extensions ?? {}) : [];
  const issues = Object.entries(needed)
    .filter(([mark]) => marks.some((one) => one[mark] === true))
    .map(([field, expected]) => ({ field, problem: 'rule' as const, severity: 'error' as const, expected }));
  return issues.length > 0 ? { kind: 'issues', issues } : refusalOf(error);
}
