import { ctcaeTermOf, organClasses } from '../ctcae/index.ts';
import { type AdverseEventCriterion } from './adverse-event.ts';
import { type CohortFilter, type Condition } from './filter.ts';
import { type CohortLists } from './parse-filter.ts';
import { type Keyword, keywords, type Language, quoted, TextNames } from './text-names.ts';

/**
 * A selection as text that can be read, and edited: `BCLC stage in (B, C) and not (Sex = Male) and Age 18–65`.
 * `readCohortText` reads it back, in whichever language it was written; '' selects everybody.
 *
 * @param lists - what only the study knows: its codes and fields.
 */
export function writeCohortText(filter: CohortFilter | null, language: Language, lists: CohortLists = {}): string {
  return filter === null ? '' : new TextWriter(language, new TextNames(lists)).write(filter, 'or');
}

type Joint = 'and' | 'or' | 'not';
const bindings: readonly Joint[] = ['or', 'and', 'not'];

class TextWriter {
  constructor(
    private readonly language: Language,
    private readonly names: TextNames,
  ) {}

  /** @param within - what it is a part of: whatever binds less tightly is put into brackets. */
  write(filter: CohortFilter, within: Joint): string {
    if ('not' in filter) return `${this.word('not')} (${this.write(filter.not, 'or')})`;
    if ('adverseEvent' in filter) return this.event(filter.adverseEvent);
    if ('variable' in filter) return this.condition(filter);
    const joint = 'and' in filter ? 'and' : 'or';
    const parts = 'and' in filter ? filter.and : filter.or;
    const text = parts.map((part) => this.write(part, bindings[bindings.indexOf(joint) + 1] ?? 'not'));
    const joined = text.join(` ${this.word(joint)} `);
    return parts.length > 1 && bindings.indexOf(joint) < bindings.indexOf(within) ? `(${joined})` : joined;
  }

  private condition(condition: Condition): string {
    const name = this.names.written(condition.variable, this.language);
    if ('isMissing' in condition) return `${name} ${this.word(condition.isMissing ? 'isMissing' : 'isRecorded')}`;
    if ('contains' in condition) return `${name} ${this.word('contains')} ${quoted(condition.contains)}`;
    if ('lessThan' in condition) return `${name} < ${this.names.written(condition.lessThan, this.language)}`;
    if ('between' in condition) return `${name} ${this.range(condition.between)}`;
    const isIn = 'in' in condition;
    const values = (isIn ? condition.in : condition.notIn).map((code) => this.value(condition.variable, code));
    if (values.length === 1) return `${name} ${isIn ? '=' : '≠'} ${values[0]}`;
    return `${name} ${this.word(isIn ? 'in' : 'notIn')} (${values.join(', ')})`;
  }

  private range([lowest, highest]: readonly [number | string | null, number | string | null]): string {
    if (lowest === null) return `≤ ${highest}`;
    if (highest === null) return `≥ ${lowest}`;
    // A dash beside a minus or within a day would be read twice by people.
    const isPlain = typeof lowest === 'number' && typeof highest === 'number' && lowest >= 0;
    return isPlain ? `${lowest}–${highest}` : `${lowest} ${this.word('to')} ${highest}`;
  }

  private value(variable: string, code: string): string {
    const known = this.names.named(variable);
    const text = known ? this.names.value(known, code, this.language) : code;
    return /^[\p{L}\p{N}_+.-]+$/u.test(text) ? text : quoted(text);
  }

  private event({ minimumGrade, term, organClass }: AdverseEventCriterion): string {
    const { language } = this;
    const of =
      term !== undefined
        ? ` ${quoted(ctcaeTermOf(term)?.name[language] ?? term)}`
        : organClass
          ? ` ${this.word('of')} ${quoted(organClasses[organClass][language])}`
          : '';
    return `${this.word('adverseEvent')}${of} ${this.word('grade')} ≥ ${minimumGrade}`;
  }

  private word(keyword: Keyword): string {
    return keywords[keyword][this.language][0];
  }
}
