import { type Issue, type Label, type OwnField, takenAway } from '@haim/schema';

/** How many records have a value. */
export interface ValueCount {
  readonly value: unknown;
  readonly records: number;
}

/** What stored values have against an edit of their field: codes that it removes, numbers that its range leaves out. */
export function speaksAgainst(before: OwnField, after: OwnField, counts: readonly ValueCount[]): Issue[] {
  const { codes, range } = takenAway(before, after);
  const issues = codes.flatMap((code) => {
    const records = sum(counts.filter(({ value }) => value === code));
    if (records === 0) return [];
    return [
      inUse('codes', {
        en: `a list with ${code}, which ${have(records)}: keep it, or correct those records first`,
        zh: `包含 ${code} 的列表：${records} 条记录使用该编码，请保留，或先更正这些记录`,
      }),
    ];
  });
  if (range === null) return issues;
  const [lowest, highest] = [range[0] ?? -Infinity, range[1] ?? Infinity];
  const end = (field: 'lowest' | 'highest', limit: number, isOutside: (value: number) => boolean) => {
    const outside = counts.filter(({ value }) => typeof value === 'number' && isOutside(value));
    const records = sum(outside);
    if (records === 0) return;
    const values = outside.map(({ value }) => Number(value));
    const reached = field === 'lowest' ? Math.min(...values) : Math.max(...values);
    const [beyond, beyondZh] = field === 'lowest' ? ['below', '低于'] : ['above', '高于'];
    issues.push(
      inUse(field, {
        en: `at ${field === 'lowest' ? 'most' : 'least'} ${reached}: ${have(records)} a value ${beyond} ${limit}; correct those records first`,
        zh: `${field === 'lowest' ? '不大于' : '不小于'} ${reached}：${records} 条记录的值${beyondZh} ${limit}，请先更正这些记录`,
      }),
    );
  };
  end('lowest', lowest, (value) => value < lowest);
  end('highest', highest, (value) => value > highest);
  return issues;
}

/** What speaks against removing a field. */
export function valuesLeft(counts: readonly ValueCount[]): Issue[] {
  const records = sum(counts);
  if (records === 0) return [];
  return [
    inUse('name', {
      en: `a field without values: ${have(records)} one. Retire it instead; what was entered then stays readable`,
      zh: `没有值的字段：${records} 条记录有值。请改为停用，已录入的内容仍可查看`,
    }),
  ];
}

function have(records: number): string {
  return records === 1 ? '1 record has' : `${records} records have`;
}

function sum(counts: readonly ValueCount[]): number {
  return counts.reduce((all, { records }) => all + records, 0);
}

function inUse(field: string, expected: Label): Issue {
  return { field, problem: 'inUse', severity: 'error', expected };
}
