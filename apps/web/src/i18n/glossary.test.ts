import {
  auditKindLabels,
  ctcaeTerms,
  exportedFileLabels,
  type FieldSpec,
  fieldsOf,
  type Form,
  forms,
  gradesOf,
  identityForm,
  type Label,
  labTests,
  organClasses,
  recordStateLabels,
  rights,
  roles,
  withReasons,
} from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { messages } from './messages.ts';

/**
 * The one word for each thing, in both languages: whoever reads one page recognises it on the next. Where the Chinese is
 * part of a longer word, its forms with `|` between them.
 */
const glossary: readonly (readonly [en: string, zh: string])[] = [
  ['account', '账户'],
  ['administrator', '管理员'],
  ['adverse event', '不良事件'],
  ['arm', '治疗组'],
  ['at risk', '在险'],
  ['audit', '审计'],
  ['baseline', '基线'],
  ['centre', '中心'],
  ['course', '疗程|病程'],
  ['cycle', '周期'],
  ['death', '死亡'],
  ['dose', '剂量|给药|减量'],
  ['endpoint recipe', '终点规则'],
  ['evaluation set', '评估集'],
  ['follow-up', '随访'],
  ['grade', '级'],
  ['invitation', '邀请'],
  ['limit of normal', '正常值'],
  ['membership', '成员身份'],
  ['outline', '轮廓'],
  ['patient', '患者'],
  ['recovery code', '恢复码'],
  ['role', '角色'],
  ['second factor', '双重验证'],
  ['session', '会话'],
  ['slide', '切片'],
  ['study', '研究'],
  ['treatment', '治疗'],
  ['tumour', '肿瘤|癌'],
  ['visit', '访视'],
];

/** Pages about people and what they may do, and what they share with the declarations. */
const pages = [
  ...(['people', 'rights', 'account', 'invitation', 'audit'] as const),
  ...(['home', 'fields', 'studySettings', 'newPassword', 'operation'] as const),
] as const;

/** Where the English term stands for nothing that the Chinese sentence has to name. */
const elsewhere = new Set([
  // The name of a command.
  'audit.chain.differs',
  'audit.chain.never',
  // In Chinese, the password alone signs in: it opens no account.
  'people.factorLead',
]);

function flatten(tree: object, path: string): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[`${path}.${key}`, value]] : flatten(value as object, `${path}.${key}`),
  );
}

/** A message without the names of its values: {study} is filled in, and not a word. */
const words = (message: string): string => message.replaceAll(/\{\w+(?:, plural,)?/g, '');

function faults(texts: readonly (readonly [key: string, en: string, zh: string])[]): string[] {
  return texts.flatMap(([key, en, zh]) =>
    glossary
      .filter(([term, word]) => new RegExp(`\\b${term}s?\\b`, 'i').test(words(en)) && !new RegExp(word).test(zh))
      .map(([term, word]) => `${key}: ${term} is ${word}, not in “${zh}”`),
  );
}

/** Everything that a form says: of its fields, their codes, what they ask for, and the terms and units that they offer. */
const clinical: readonly (readonly [key: string, label: Label])[] = [
  ...[...forms.map(withReasons), identityForm as Form].flatMap((form) => [
    [form.name, form.label] as const,
    ...form.rules.map(({ fields, label }) => [`${form.name}: ${fields.join()}`, label] as const),
    ...fieldsOf(form).flatMap(([field, spec]) => labelsOf(`${form.name}.${field}`, spec)),
  ]),
  ...labTests.map(({ code, label }) => [code, label] as const),
  ...Object.entries(organClasses),
  ...Object.entries(recordStateLabels),
  ...ctcaeTerms.flatMap((term) => [
    [term.name.en, term.name] as const,
    ...gradesOf(term).map(({ grade, means }) => [`${term.name.en} ${grade}`, means] as const),
  ]),
];

function labelsOf(key: string, spec: FieldSpec): (readonly [key: string, label: Label])[] {
  const { label, help, analysis } = spec;
  const codes = spec.kind === 'code' ? spec.list.codes : [];
  return [
    [key, label],
    ...[help, analysis?.short, analysis?.heading].flatMap((one) => (one ? [[key, one] as const] : [])),
    ...codes.map((code) => [`${key}: ${code.code}`, code.label] as const),
  ];
}

/** Of Latin letters, Chinese has symbols, abbreviations, names of scores and units alone. */
const latin = /^(Stevens|Johnson|mg|mol|umol|mmol|ukat|kat|copies|mmHg|log|Child|Pugh|pH|ng|mAU|kIU)$/;

describe('forms, codes, rules and terms of CTCAE', () => {
  it('are said in Chinese: what is not is a symbol, an abbreviation or a unit', () => {
    const english = ({ zh }: Label) => (zh.match(/[A-Za-z]*[a-z]{3,}/g) ?? []).filter((word) => !latin.test(word));
    const left = clinical.filter(([, label]) => label.zh.trim() === '' || english(label).length > 0);
    expect(left.map(([key, { zh }]) => `${key}: ${zh}`)).toEqual([]);
  });
});

describe('the terms of the glossary', () => {
  it.each(pages)('are used on the page %s in both languages', (page) => {
    const zh = new Map(flatten(messages.zh[page], page));
    const texts = flatten(messages.en[page], page).map(([key, en]) => [key, en, zh.get(key) ?? ''] as const);
    expect(texts.length).toBeGreaterThan(5);
    expect(faults(texts.filter(([key]) => !elsewhere.has(key)))).toEqual([]);
  });

  it('are used in the declarations of rights, roles, events and files', () => {
    const both = (key: string, { en, zh }: Label) => [key, en, zh] as const;
    const texts = [
      ...[...Object.entries(rights), ...Object.entries(roles)].flatMap(([name, { label, about }]) => [
        both(name, label),
        both(name, about),
      ]),
      ...Object.entries({ ...auditKindLabels, ...exportedFileLabels }).map(([name, label]) => both(name, label)),
    ];
    expect(faults(texts)).toEqual([]);
  });

  it('are used in forms, codes, rules and terms of CTCAE', () => {
    const texts = clinical.map(([key, { en, zh }]) => [key, en, zh] as const);
    expect(texts.length).toBeGreaterThan(800);
    expect(faults(texts.filter(([key]) => !elsewhere.has(key)))).toEqual([]);
  });

  it('are missed where another word is used', () => {
    expect(faults([['x', 'Sessions of your account', '您帐号的登录']])).toHaveLength(2);
    expect(faults([['x', 'in {study}', '']])).toEqual([]);
  });
});
