import { subjectVariables, type SubjectVariable } from '../subject/index.ts';
import { type Label } from '../form.ts';
import { type CohortLists, permittedValues } from './parse-filter.ts';

export type Language = 'en' | 'zh';

/** The words of the written selection: the first of each is the one that is written, all of them are read. */
export const keywords = {
  and: { en: ['and'], zh: ['且', '并且'] },
  or: { en: ['or'], zh: ['或', '或者'] },
  not: { en: ['not'], zh: ['非'] },
  in: { en: ['in'], zh: ['属于'] },
  notIn: { en: ['not in'], zh: ['不属于'] },
  isMissing: { en: ['is missing', 'is not recorded'], zh: ['未记录', '缺失'] },
  isRecorded: { en: ['is recorded', 'is not missing'], zh: ['已记录'] },
  contains: { en: ['contains'], zh: ['包含'] },
  to: { en: ['to'], zh: ['至'] },
  adverseEvent: { en: ['adverse event'], zh: ['不良事件'] },
  of: { en: ['of class'], zh: ['分类'] },
  grade: { en: ['grade'], zh: ['级别'] },
} as const satisfies Record<string, Record<Language, readonly string[]>>;
export type Keyword = keyof typeof keywords;

const truth = { true: { en: ['yes'], zh: ['是'] }, false: { en: ['no'], zh: ['否'] } } as const;

/** Small letters and single blanks: how names and words are compared. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Variables by name in small letters, the longest first. */
type Names = readonly (readonly [string, SubjectVariable])[];

const none: readonly SubjectVariable[] = [];
/** By the fields of the study, of which there is one list as long as it is shown. */
const named = new WeakMap<readonly SubjectVariable[], Names>();

function namesWith(own: readonly SubjectVariable[]): Names {
  const variables = [...subjectVariables, ...own];
  const found = new Map<string, SubjectVariable>();
  // A name in code is unique; a short one is written rather than a long one.
  const ofVariables = [
    (one: SubjectVariable) => [one.name],
    ({ short }: SubjectVariable) => [short.en, short.zh],
    ({ label }: SubjectVariable) => [label.en, label.zh],
  ];
  for (const namesOf of ofVariables) {
    for (const variable of variables) {
      for (const name of namesOf(variable)) {
        for (const form of [name.toLowerCase(), folded(name)]) if (!found.has(form)) found.set(form, variable);
      }
    }
  }
  return [...found].toSorted(([a], [b]) => b.length - a.length);
}

/** The names by which variables are read and written in either language. */
export class TextNames {
  private readonly names: Names;

  constructor(private readonly lists: CohortLists = {}) {
    const { own = none } = lists;
    this.names = named.get(own) ?? namesWith(own);
    named.set(own, this.names);
  }

  /** The variable whose name is exactly this. */
  named(name: string): SubjectVariable | undefined {
    const wanted = folded(name);
    return this.names.find(([one]) => one === wanted || one === name.toLowerCase())?.[1];
  }

  /** The variable whose name the text begins with, the longest that it does, and how many characters that takes. */
  at(text: string): { readonly variable: SubjectVariable; readonly length: number } | null {
    const small = text.toLowerCase();
    for (const [name, variable] of this.names) {
      if (small.startsWith(name) && isWordEnd(text, name.length)) return { variable, length: name.length };
    }
    return null;
  }

  /** How a variable is written; in quotes where it would be read as something else. */
  written(name: string, language: Language): string {
    const variable = this.named(name);
    if (!variable) return name;
    const { short, label } = variable;
    const wanted = [short[language], label[language], name].find((one) => this.named(one) === variable) ?? name;
    const isPlain =
      this.at(wanted)?.length === wanted.length && keywordAt(wanted, ['not', 'adverseEvent']) === null && wanted !== '';
    return isPlain ? wanted : quoted(wanted);
  }

  /** The code of a value that is written as a code or in words; null if the variable does not have it. */
  code(variable: SubjectVariable, value: string): string | null {
    const permitted = permittedValues(variable, this.lists);
    if (variable.kind === 'text' || permitted === null) return value;
    if (permitted.includes(value)) return value;
    const wanted = folded(value);
    const isWanted = (names: readonly string[]) => names.some((name) => folded(name) === wanted);
    return (
      permitted.find((code) => isWanted([code])) ??
      permitted.find((code) => isWanted(wordsOfCode(variable, code))) ??
      null
    );
  }

  /** A value as it is written: in words where these are read as the same code. */
  value(variable: SubjectVariable, code: string, language: Language): string {
    const [en, zh] = wordsOfCode(variable, code);
    const inWords = language === 'zh' ? zh : en;
    return inWords !== undefined && code.length > 2 && this.code(variable, inWords) === code ? inWords : code;
  }

  expectedValues(variable: SubjectVariable): Label | null {
    const permitted = permittedValues(variable, this.lists);
    if (permitted === null) return null;
    const list = (language: Language) => permitted.map((code) => this.value(variable, code, language)).join(', ');
    return { en: `one of ${list('en')}`, zh: `${list('zh')} 之一` };
  }
}

/** In English and Chinese. */
function wordsOfCode(variable: SubjectVariable, code: string): readonly string[] {
  if (variable.kind === 'flag') {
    const { en, zh } = truth[code === 'true' ? 'true' : 'false'];
    return [...en, ...zh];
  }
  if (typeof variable.list === 'string' || variable.list === null) return [];
  const label = codesIn(variable).find((one) => one.code === code)?.label;
  return label ? [label.en, label.zh] : [];
}

function codesIn({ list }: SubjectVariable): readonly { readonly code: string; readonly label: Label }[] {
  return list !== null && typeof list === 'object' ? list.codes : [];
}

/** Which of these words the text begins with, in either language, and its length; null if with none. */
export function keywordAt(
  text: string,
  among: readonly Keyword[],
): { readonly keyword: Keyword; readonly length: number } | null {
  const small = text.toLowerCase();
  const found = among
    .flatMap((keyword) => [...keywords[keyword].en, ...keywords[keyword].zh].map((word) => ({ keyword, word })))
    .filter(({ word }) => small.startsWith(word) && isWordEnd(text, word.length))
    .toSorted((a, b) => b.word.length - a.word.length)[0];
  return found ? { keyword: found.keyword, length: found.word.length } : null;
}

/** Latin words end where no letter or digit follows; Chinese ones may be followed by anything. */
function isWordEnd(text: string, length: number): boolean {
  return !/[\p{Script=Latin}\d_]/u.test(text.charAt(length - 1)) || !/[\p{Script=Latin}\d_]/u.test(text.charAt(length));
}

export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (mark) => `\\${mark}`)}"`;
}
