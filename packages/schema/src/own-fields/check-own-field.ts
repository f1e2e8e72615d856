import { columnOf, fieldsOf, type Label } from '../form.ts';
import { forms } from '../forms/index.ts';
import { type Issue, type Problem } from '../check-row.ts';
import { extensibleForms, isExtensible } from '../extensible.ts';
import { countsOfKind, hasSeveralRecords, mayGiveVariables, type OwnField, ownKinds } from './own-field.ts';

/** Also how REDCap names variables. */
const nameGrammar = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const codeGrammar = /^-?[A-Za-z0-9][A-Za-z0-9_.+-]*$/;

export const ownFieldLimits = { name: 40, label: 200, help: 500, unit: 20, codes: 200, code: 40, fields: 500 } as const;

/** The headings of every form and whose they are: a study's field of that name would be confused with it. */
const headings = new Map(forms.flatMap((form) => fieldsOf(form).map(([field]) => [columnOf(field), form.name])));

/**
 * The one check of a declaration, for the page, the API and a dictionary file.
 *
 * @param others - the fields that the study has besides this one.
 * @returns what is wrong, by the place in the declaration ('label.zh', 'codes.2.code'); empty if it may be stored.
 */
export function checkOwnField(field: OwnField, others: readonly Pick<OwnField, 'name' | 'form'>[]): Issue[] {
  return [...identity(field, others), ...words(field), ...numbers(field), ...codes(field), ...analysis(field)];
}

function identity({ form, name, kind }: OwnField, others: readonly Pick<OwnField, 'name' | 'form'>[]): Issue[] {
  const issues: Issue[] = [];
  if (!isExtensible(form)) issues.push(issue('form', 'notInList', ...among(extensibleForms)));
  if (!nameGrammar.test(name) || name.length > ownFieldLimits.name) {
    const most = ownFieldLimits.name;
    issues.push(
      issue(
        'name',
        name === '' ? 'required' : 'rule',
        `lower-case letters, digits and single underscores, beginning with a letter, at most ${most}: pack_years`,
        `小写字母、数字和单个下划线，以字母开头，最多 ${most} 个字符，例如 pack_years`,
      ),
    );
  } else {
    const builtIn = headings.get(name);
    const taken = builtIn ?? others.find((other) => other.name === name)?.form;
    if (taken !== undefined) {
      const [of, ofZh] =
        builtIn === undefined
          ? ['other field of the study', '本研究其他字段']
          : ['field of the portal', '平台自带字段'];
      const [en, zh] = [
        `a name that no ${of} has: the form ${taken} has this one`,
        `${ofZh}未使用的名称：表单 ${taken} 已有此名称`,
      ];
      issues.push(issue('name', 'rule', en, zh));
    }
  }
  if (!ownKinds.includes(kind)) issues.push(issue('kind', 'notInList', ...among(ownKinds)));
  return issues;
}

function words({ label, help }: OwnField): Issue[] {
  return [
    ...text('label.en', label.en, ownFieldLimits.label),
    ...text('label.zh', label.zh, ownFieldLimits.label),
    // A note in one language would leave readers of the other without it.
    ...(help
      ? [...text('help.en', help.en, ownFieldLimits.help), ...text('help.zh', help.zh, ownFieldLimits.help)]
      : []),
  ];
}

function numbers({ kind, unit, lowest, highest }: OwnField): Issue[] {
  const isNumber = kind === 'integer' || kind === 'decimal';
  if (!isNumber) {
    const given = { unit, lowest, highest };
    return Object.entries(given).flatMap(([field, value]) =>
      value === null ? [] : [issue(field, 'rule', 'left out: only a number has it', '不填：仅数字字段可设置')],
    );
  }
  const issues = unit === null ? [] : text('unit', unit, ownFieldLimits.unit);
  for (const [field, end] of [
    ['lowest', lowest],
    ['highest', highest],
  ] as const) {
    if (end === null) continue;
    if (!Number.isFinite(end)) issues.push(issue(field, 'wrongType', 'a number', '数字'));
    else if (kind === 'integer' && !Number.isSafeInteger(end))
      issues.push(issue(field, 'wrongType', 'a whole number, as the field is one', '整数，因为该字段为整数'));
  }
  if (issues.length === 0 && lowest !== null && highest !== null && lowest > highest)
    issues.push(issue('highest', 'outOfRange', `${lowest} or more, the lowest value`, `不小于最小值 ${lowest}`));
  return issues;
}

function codes({ kind, codes: list }: OwnField): Issue[] {
  if (kind !== 'code')
    return list.length === 0
      ? []
      : [issue('codes', 'rule', 'left out: only a category has codes', '不填：仅分类字段有编码')];
  if (list.length === 0) return [issue('codes', 'required', 'at least one code', '至少一个编码')];
  const most = ownFieldLimits.codes;
  if (list.length > most) return [issue('codes', 'rule', `at most ${most} codes`, `最多 ${most} 个编码`)];
  return list.flatMap(({ code, label }, at) => {
    const before = list.slice(0, at);
    const place = `codes.${at}`;
    const issues = [
      ...text(`${place}.label.en`, label.en, ownFieldLimits.label),
      ...text(`${place}.label.zh`, label.zh, ownFieldLimits.label),
    ];
    if (!codeGrammar.test(code) || code.length > ownFieldLimits.code) {
      const limit = ownFieldLimits.code;
      const [en, zh] = [
        `letters, digits, - + . and _, at most ${limit}`,
        `字母、数字、-、+、. 和 _，最多 ${limit} 个字符`,
      ];
      issues.push(issue(`${place}.code`, code === '' ? 'required' : 'rule', en, zh));
    } else if (before.some((other) => other.code.toLowerCase() === code.toLowerCase())) {
      // A file may write a code in either case.
      const [en, zh] = [
        'a code that the list has not yet, in any case of its letters',
        '列表中尚未使用的编码（不区分大小写）',
      ];
      issues.push(issue(`${place}.code`, 'rule', en, zh));
    }
    for (const language of ['en', 'zh'] as const) {
      if (label[language] !== '' && before.some((other) => other.label[language] === label[language])) {
        const [en, zh] = ['words that no other code of the list has', '列表中其他编码未使用的文字'];
        issues.push(issue(`${place}.label.${language}`, 'rule', en, zh));
      }
    }
    return issues;
  });
}

function analysis({ form, kind, known, counts }: OwnField): Issue[] {
  const times = ['timeZero', 'outcome'] as const;
  if (known !== null && !times.includes(known)) return [issue('known', 'notInList', ...among(times))];
  if (known !== null && !mayGiveVariables(form)) {
    const [en, zh] = ['left out: analyses do not read this form', '不填：分析不读取该表单'];
    return [issue('known', 'rule', en, zh)];
  }
  if (known === null || !hasSeveralRecords(form)) {
    const [en, zh] = [
      'left out: only a variable of a form with several records names one of them',
      '不填：仅可有多条记录的表单中的变量需指明取哪一条',
    ];
    return counts === null ? [] : [issue('counts', 'rule', en, zh)];
  }
  // Of another kind there is no list to choose from, which is reported as the fault of the kind.
  const permitted = ownKinds.includes(kind) ? countsOfKind[kind] : [];
  if (permitted.length === 0 || (counts !== null && permitted.includes(counts))) return [];
  return [issue('counts', counts === null ? 'required' : 'notInList', ...among(permitted))];
}

function text(field: string, value: string, most: number): Issue[] {
  if (value.trim() === '') return [issue(field, 'required', 'a text', '必须填写')];
  if (value.length <= most) return [];
  return [issue(field, 'tooLong', `text of at most ${most} characters`, `不超过 ${most} 个字符的文本`)];
}

function among(names: readonly string[]): [en: string, zh: string] {
  return [`one of ${names.join(', ')}`, `以下之一：${names.join('、')}`];
}

function issue(field: string, problem: Problem, en: string, zh: string): Issue {
  const expected: Label = { en, zh };
  return { field, problem, severity: 'error', expected };
}
