import { isCalendarDate } from '../calendar-date.ts';
import { organClasses } from '../ctcae/index.ts';
import { type Label } from '../form.ts';
import { type SubjectVariable } from '../subject/index.ts';
import { isOrganClass } from './adverse-event.ts';
import { type CohortFilter } from './filter.ts';
import { type CohortLists, filterLimits, mayBePaired, parseFilter } from './parse-filter.ts';
import { folded, type Keyword, keywordAt, TextNames } from './text-names.ts';

/** Where a text cannot be read, in characters from 0, and what is expected there. */
export interface TextFault {
  readonly at: number;
  readonly expected: Label;
}

export type ReadText =
  | { readonly filter: CohortFilter | null; readonly fault: null }
  | { readonly filter: null; readonly fault: TextFault };

/**
 * Reads what `writeCohortText` writes, in either language and in any mixture of both, with names and values in words or
 * as codes. `not` binds most tightly, then `and`, then `or`; `<=`, `>=`, `!=` and `-` stand for `≤`, `≥`, `≠` and `–`.
 */
export function readCohortText(text: string, lists: CohortLists = {}): ReadText {
  const reader = new TextReader(text, lists);
  try {
    const filter = reader.whole();
    const parsed = parseFilter(filter, lists);
    const [refused] = parsed.issues;
    return refused
      ? { filter: null, fault: { at: 0, expected: refused.expected } }
      : { filter: parsed.filter, fault: null };
  } catch (error) {
    if (error instanceof Fault) return { filter: null, fault: { at: error.at, expected: error.expected } };
    throw error;
  }
}

class Fault extends Error {
  constructor(
    readonly at: number,
    readonly expected: Label,
  ) {
    super(expected.en);
  }
}

class TextReader {
  private at = 0;
  private readonly names: TextNames;

  constructor(
    private readonly text: string,
    lists: CohortLists,
  ) {
    this.names = new TextNames(lists);
  }

  whole(): CohortFilter | null {
    this.blanks();
    if (this.rest() === '') return null;
    const filter = this.joined('or', 1);
    if (this.rest() !== '') this.fail('and, or, or the end of the text', '“且”、“或”或文本结束');
    return filter;
  }

  private joined(joint: 'and' | 'or', depth: number): CohortFilter {
    const part = () => (joint === 'or' ? this.joined('and', depth) : this.factor(depth));
    const parts = [part()];
    while (this.keyword([joint])) parts.push(part());
    const [first] = parts;
    if (parts.length === 1 && first) return first;
    return joint === 'or' ? { or: parts } : { and: parts };
  }

  private factor(depth: number): CohortFilter {
    // Two levels of text for one of the filter: a group and what is in it.
    if (depth > 2 * filterLimits.depth) this.fail('fewer brackets', '更少的括号');
    if (this.keyword(['not'])) return { not: this.factor(depth + 1) };
    if (!this.mark(['(', '（'])) return this.keyword(['adverseEvent']) ? this.event() : this.condition();
    const inside = this.joined('or', depth + 1);
    if (!this.mark([')', '）'])) this.fail('and, or, or a closing bracket', '“且”、“或”或右括号');
    return inside;
  }

  private condition(): CohortFilter {
    const variable = this.variable();
    const { name } = variable;
    const word = this.keyword(['isMissing', 'isRecorded', 'contains', 'notIn', 'in']);
    switch (word) {
      case 'isMissing':
      case 'isRecorded':
        return { variable: name, isMissing: word === 'isMissing' };
      case 'contains':
        if (variable.kind !== 'text') this.fail(...operatorsOf(variable));
        return { variable: name, contains: this.quotedText() ?? this.bareWord() };
      case 'in':
        return { variable: name, in: this.list(variable) };
      case 'notIn':
        return { variable: name, notIn: this.list(variable) };
      default:
        return this.compared(variable);
    }
  }

  private compared(variable: SubjectVariable): CohortFilter {
    const { name, kind } = variable;
    if (kind === 'quantity' || kind === 'date') return this.range(variable);
    if (this.mark(['=', '＝'])) return { variable: name, in: [this.value(variable)] };
    if (this.mark(['≠', '!='])) return { variable: name, notIn: [this.value(variable)] };
    return this.fail(...operatorsOf(variable));
  }

  private range(variable: SubjectVariable): CohortFilter {
    const { name, kind } = variable;
    const end = () => (kind === 'date' ? this.day() : this.number());
    const between = (lowest: number | string | null, highest: number | string | null) =>
      ({ variable: name, between: [lowest, highest] }) as CohortFilter;
    if (this.mark(['≥', '>='])) return between(end(), null);
    if (this.mark(['≤', '<='])) return between(null, end());
    if (this.mark(['=', '＝'])) {
      const value = end();
      return between(value, value);
    }
    if (this.mark(['<', '＜'])) return { variable: name, lessThan: this.paired(variable) };
    if (this.mark(['>', '＞'])) return { variable: this.paired(variable), lessThan: name };
    if (!/^[-−\d.]/.test(this.rest())) this.fail(...operatorsOf(variable));
    const from = this.at;
    const lowest = end();
    if (this.keyword(['to']) === null && !this.mark(['–', '—', '-', '~'])) {
      this.fail('a dash and the second end', '连字符及第二个端点');
    }
    const highest = end();
    if (lowest > highest) {
      this.at = from;
      this.fail('the lower end first', '小者在前');
    }
    return between(lowest, highest);
  }

  private paired(variable: SubjectVariable): string {
    const from = this.at;
    const other = this.variable();
    if (mayBePaired(variable, other)) return other.name;
    this.at = from;
    return variable.kind === 'date'
      ? this.fail('another variable that is a date', '另一个日期变量')
      : this.fail(
          `another quantity in ${variable.unit ?? 'no unit'}`,
          `另一个单位相同（${variable.unit ?? '无单位'}）的数值变量`,
        );
  }

  private event(): CohortFilter {
    const isClass = this.keyword(['of']) !== null;
    const from = this.at;
    const named = this.quotedText();
    if (isClass && named === null) this.fail('the name of a class in quotes', '引号内的分类名称');
    this.keyword(['grade']);
    if (!this.mark(['≥', '>=']))
      this.fail('a term in quotes, or ≥ and a grade from 1 to 5', '引号内的术语，或 ≥ 及 1–5 级');
    const place = this.at;
    const minimumGrade = this.number();
    if (![1, 2, 3, 4, 5].includes(minimumGrade)) {
      this.at = place;
      this.fail('a grade from 1 to 5', '1 至 5 级');
    }
    if (named === null) return { adverseEvent: { minimumGrade } };
    if (!isClass) return { adverseEvent: { minimumGrade, term: named } };
    const organClass = classNamed(named);
    if (organClass === null) {
      this.at = from;
      this.fail(`one of ${classList('en')}`, `${classList('zh')} 之一`);
    }
    return { adverseEvent: { minimumGrade, organClass } } as CohortFilter;
  }

  private variable(): SubjectVariable {
    const from = this.at;
    const name = this.quotedText();
    const found = name === null ? this.names.at(this.rest()) : { variable: this.names.named(name), length: 0 };
    if (!found?.variable) {
      this.at = from;
      return this.fail(
        'a variable such as BCLC stage or Age, adverse event, not, or an opening bracket',
        '变量（如 BCLC 分期、年龄）、“不良事件”、“非”或左括号',
      );
    }
    this.step(found.length);
    return found.variable;
  }

  private list(variable: SubjectVariable): string[] {
    if (variable.kind === 'quantity' || variable.kind === 'date') this.fail(...operatorsOf(variable));
    if (!this.mark(['(', '（'])) this.fail('an opening bracket', '左括号');
    const values = [this.value(variable, true)];
    while (this.mark([',', '，', '、'])) values.push(this.value(variable, true));
    if (!this.mark([')', '）'])) this.fail('a comma or a closing bracket', '逗号或右括号');
    return [...new Set(values)];
  }

  /** @param isInList - then several words are one value, up to the next comma or bracket. */
  private value(variable: SubjectVariable, isInList = false): string {
    const from = this.at;
    const given = this.quotedText() ?? (isInList ? this.taken(/^[^,，、()（）"“”]+/)?.trim() : this.bareWord());
    const code = given === undefined ? null : this.names.code(variable, given);
    if (code !== null && code !== '') return code;
    this.at = from;
    const { en, zh } = this.names.expectedValues(variable) ?? { en: 'a value', zh: '取值' };
    return this.fail(en, zh);
  }

  private bareWord(): string {
    return (
      this.taken(/^[\p{L}\p{N}_+.-]+/u) ??
      this.fail('a value, in quotes if it has several words', '取值；含空格时加引号')
    );
  }

  private number(): number {
    const found = this.taken(/^[-−]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?/i);
    return found === null ? this.fail('a number', '数值') : Number(found.replace('−', '-'));
  }

  private day(): string {
    const from = this.at;
    const found = this.taken(/^\d{4}-\d\d-\d\d/);
    if (found !== null && isCalendarDate(found)) return found;
    this.at = from;
    return this.fail('a day of the calendar as 2024-02-29', '形如 2024-02-29 的日期');
  }

  private quotedText(): string | null {
    const found = /^(?:"((?:[^"\\]|\\.)*)"|“([^”]*)”)/su.exec(this.rest());
    if (!found) return null;
    this.step(found[0].length);
    return (found[1] ?? found[2] ?? '').replace(/\\(.)/gs, '$1');
  }

  private keyword(among: readonly Keyword[]): Keyword | null {
    const found = keywordAt(this.rest(), among);
    if (found) this.step(found.length);
    return found?.keyword ?? null;
  }

  private mark(marks: readonly string[]): boolean {
    const found = marks.find((mark) => this.rest().startsWith(mark));
    if (found) this.step(found.length);
    return found !== undefined;
  }

  private taken(pattern: RegExp): string | null {
    const [found] = pattern.exec(this.rest()) ?? [];
    if (found === undefined) return null;
    this.step(found.length);
    return found;
  }

  private step(length: number): void {
    this.at += length;
    this.blanks();
  }

  private blanks(): void {
    while (this.at < this.text.length && /\s/.test(this.text.charAt(this.at))) this.at++;
  }

  private rest(): string {
    return this.text.slice(this.at);
  }

  private fail(en: string, zh: string): never {
    throw new Fault(this.at, { en, zh });
  }
}

function operatorsOf({ kind }: SubjectVariable): [en: string, zh: string] {
  switch (kind) {
    case 'quantity':
      return [
        'a range as 18–65, ≥ 18, ≤ 65, < or > and another quantity, or is missing',
        '范围（18–65、≥ 18、≤ 65）、< 或 > 加另一数值变量，或“未记录”',
      ];
    case 'date':
      return [
        'a period as 2023-01-01 to 2023-12-31, ≥ 2023-01-01, < or > and another date, or is missing',
        '时段（2023-01-01 至 2023-12-31、≥ 2023-01-01）、< 或 > 加另一日期变量，或“未记录”',
      ];
    case 'text':
      return ['=, in (…), contains "…", or is missing', '=、属于（…）、包含“…”或“未记录”'];
    default:
      return ['=, ≠, in (…), not in (…), or is missing', '=、≠、属于（…）、不属于（…）或“未记录”'];
  }
}

function classNamed(name: string) {
  const wanted = folded(name);
  if (isOrganClass(wanted)) return wanted;
  const found = Object.entries(organClasses).find(([, { en, zh }]) => [en, zh].some((one) => folded(one) === wanted));
  return found?.[0] ?? null;
}

function classList(language: 'en' | 'zh'): string {
  return Object.values(organClasses)
    .map((label) => label[language])
    .join('; ');
}
