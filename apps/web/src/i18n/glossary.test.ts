import { auditKindLabels, exportedFileLabels, type Label, rights, roles } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { messages } from './messages.ts';

/** The one word for each thing, in both languages: whoever reads one page recognises it on the next. */
const glossary: readonly (readonly [en: string, zh: string])[] = [
  ['account', '账户'],
  ['administrator', '管理员'],
  ['arm', '治疗组'],
  ['audit', '审计'],
  ['centre', '中心'],
  ['endpoint recipe', '终点规则'],
  ['evaluation set', '评估集'],
  ['invitation', '邀请'],
  ['membership', '成员身份'],
  ['outline', '轮廓'],
  ['patient', '患者'],
  ['recovery code', '恢复码'],
  ['role', '角色'],
  ['second factor', '双重验证'],
  ['session', '会话'],
  ['slide', '切片'],
  ['study', '研究'],
];

/** Pages about people and what they may do, and what they share with the declarations. */
const pages = [
  ...(['people', 'rights', 'account', 'invitation', 'audit'] as const),
  ...(['home', 'fields', 'studySettings', 'newPassword'] as const),
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
      .filter(([term, word]) => new RegExp(`\\b${term}s?\\b`, 'i').test(words(en)) && !zh.includes(word))
      .map(([term, word]) => `${key}: ${term} is ${word}, not in “${zh}”`),
  );
}

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

  it('are missed where another word is used', () => {
    expect(faults([['x', 'Sessions of your account', '您帐号的登录']])).toHaveLength(2);
    expect(faults([['x', 'in {study}', '']])).toEqual([]);
  });
});
