import { type Issue, type Problem } from '../check-row.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads values of a file by their place, and keeps what is wrong with each. */
export class PlaceReader {
  readonly issues: Issue[] = [];

  report(field: string, problem: Problem, en: string, zh: string): void {
    this.issues.push({ field, problem, severity: 'error', expected: { en, zh } });
  }

  /** The fields of an object; null, with a reason, of anything else. Reports those that are not expected. */
  fields(value: unknown, at: string, expected: readonly string[]): Fields | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.report(
        at,
        (value ?? null) === null ? 'required' : 'wrongType',
        `an object with ${expected.join(', ')}`,
        `包含 ${expected.join('、')} 的对象`,
      );
      return null;
    }
    for (const name of Object.keys(value).filter((one) => !expected.includes(one))) {
      const list = expected.join(', ');
      this.report(`${at}.${name.slice(0, 40)}`, 'unknownField', `left out: there are ${list}`, `删去：可用 ${list}`);
    }
    return value as Fields;
  }

  text(value: unknown, at: string, most: number): string {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value.trim();
    const problem = (value ?? null) === null ? 'required' : typeof value === 'string' ? 'tooLong' : 'wrongType';
    this.report(at, problem, `a text of 1 to ${most} characters`, `1 至 ${most} 个字符的文本`);
    return '';
  }

  name(value: unknown, at: string, most: number): string {
    const found = typeof value === 'string' ? value : '';
    if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(found) && found.length <= most) return found;
    this.report(
      at,
      (value ?? null) === null ? 'required' : 'rule',
      `small letters, digits and hyphens between them, at most ${most}: orr-hti`,
      `小写字母、数字及其间的连字符，最多 ${most} 个字符，如 orr-hti`,
    );
    return '';
  }

  /** The first option, with a reason, where the value is none of them. */
  oneOf<const Options extends readonly string[]>(value: unknown, at: string, options: Options): Options[number] {
    const found = options.find((option) => option === value);
    if (found !== undefined) return found;
    const problem = (value ?? null) === null ? 'required' : 'notInList';
    this.report(at, problem, `one of ${options.join(', ')}`, `以下之一：${options.join('、')}`);
    return options[0] as Options[number];
  }

  /** null where it is left out. */
  oneOfOrNull<const Options extends readonly string[]>(
    value: unknown,
    at: string,
    options: Options,
  ): Options[number] | null {
    return (value ?? null) === null ? null : this.oneOf(value, at, options);
  }

  /** null where it is left out. */
  number(value: unknown, at: string, [least, most]: readonly [number, number], isWhole: boolean): number | null {
    if ((value ?? null) === null) return null;
    const isNumber = typeof value === 'number' && Number.isFinite(value) && (!isWhole || Number.isInteger(value));
    if (isNumber && value >= least && value <= most) return value;
    this.report(
      at,
      typeof value === 'number' ? 'outOfRange' : 'wrongType',
      `${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most}`,
      `${isWhole ? '整数' : '数值'}，${least} 至 ${most}`,
    );
    return null;
  }
}
