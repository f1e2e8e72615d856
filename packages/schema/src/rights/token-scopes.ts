import { type Label } from '../form.ts';
import { type Right } from './rights.ts';

interface ScopeDeclaration {
  readonly label: Label;
  readonly about: Label;
  /** Of the rights that the holder's role gives, those that the token keeps. */
  readonly rights: readonly Right[];
}

const declareScopes = <const Scopes extends Readonly<Record<string, ScopeDeclaration>>>(scopes: Scopes): Scopes =>
  scopes;

/**
 * What a program may do with somebody's access token, in the order in which it is shown. It never has a right that its
 * holder lacks; and none has those that are a person's alone: who patients are, blind readings, signatures, people, the
 * study's settings.
 */
export const tokenScopes = declareScopes({
  read: {
    label: { en: 'Read', zh: '读取' },
    about: { en: 'Patients, slides, scores and every analysis', zh: '患者、切片、评分及所有分析' },
    rights: ['readRecords', 'exportRecords', 'readAudit'],
  },
  write: {
    label: { en: 'Write', zh: '写入' },
    about: {
      en: 'Enter and correct records, import files, add slides and outlines, raise queries, answer checklists',
      zh: '录入和更正记录，导入文件，添加切片与轮廓，提出质疑，填写报告规范',
    },
    rights: [
      'enterRecords',
      'raiseQueries',
      'drawOutlines',
      'decideEligibility',
      'lockRecords',
      'makeSnapshots',
      'writeReports',
    ],
  },
  run: {
    label: { en: 'Run models', zh: '运行模型' },
    about: { en: 'Score slides, explain a score, train a head', zh: '对切片评分，解释评分，训练模型末层' },
    rights: ['runModels', 'trainModels'],
  },
});

export type TokenScope = keyof typeof tokenScopes;
export const tokenScopeNames = Object.keys(tokenScopes) as readonly TokenScope[];

/** The rights that a token of these scopes may have, where its holder has them. */
export function rightsOfScopes(scopes: readonly TokenScope[]): ReadonlySet<Right> {
  return new Set(scopes.flatMap((scope): readonly Right[] => tokenScopes[scope].rights));
}

export function isTokenScope(text: string): text is TokenScope {
  return Object.hasOwn(tokenScopes, text);
}
