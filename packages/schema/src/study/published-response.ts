import { type Issue } from '../check-row.ts';
import { issue } from './study-issue.ts';

/** The rates of a publication that are compared: objective response and disease control. */
export const publishedRateNames = ['orr', 'dcr'] as const;
export type PublishedRateName = (typeof publishedRateNames)[number];

/** How many of how many a publication has for a rate, in an arm or in all together. */
export interface PublishedRate {
  readonly rate: PublishedRateName;
  /** null: all arms together. */
  readonly arm: string | null;
  readonly patients: number;
  readonly of: number;
}

export interface PublishedResponse {
  /** The article, and where in it the counts are. */
  readonly source: string;
  readonly rates: readonly PublishedRate[];
}

const longestSource = 500;
const mostPatients = 1_000_000;

/** The place of a rate among the fields: `orr.HTI`, `dcr.all`. */
export const publishedField = ({ rate, arm }: Pick<PublishedRate, 'rate' | 'arm'>): string => `${rate}.${arm ?? 'all'}`;

/**
 * What is wrong with published counts.
 *
 * @param arms - codes of the study's arms.
 */
export function checkPublishedResponse({ source, rates }: PublishedResponse, arms: readonly string[]): Issue[] {
  const fields = rates.map(publishedField);
  return [
    ...(source.trim() === '' || source.length > longestSource
      ? [
          issue(
            'source',
            'outOfRange',
            `the article and where in it the counts are, in at most ${longestSource} characters`,
            `文献及数据出处，不超过 ${longestSource} 个字符`,
          ),
        ]
      : []),
    ...rates.flatMap((one, i): Issue[] => {
      const field = fields[i] ?? '';
      if (!publishedRateNames.includes(one.rate))
        return [
          issue(
            field,
            'notInList',
            `a rate, one of ${publishedRateNames.join(', ')}`,
            `以下比率之一：${publishedRateNames.join('、')}`,
          ),
        ];
      if (one.arm !== null && !arms.includes(one.arm))
        return [
          issue(
            field,
            'notInList',
            `an arm of the study, one of ${arms.join(', ')}`,
            `本研究的治疗组之一：${arms.join('、')}`,
          ),
        ];
      if (fields.indexOf(field) !== i) return [issue(field, 'rule', 'given once', '只填一次')];
      const isWhole = [one.patients, one.of].every(Number.isInteger);
      return isWhole && one.patients >= 0 && one.of >= 1 && one.patients <= one.of && one.of <= mostPatients
        ? []
        : [
            issue(
              field,
              'outOfRange',
              'two whole numbers: patients from 0, of at least as many and at least 1',
              '两个整数：例数不小于 0，总数不小于例数且至少为 1',
            ),
          ];
    }),
  ];
}
