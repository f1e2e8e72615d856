import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  areas,
  inBoth,
  isStatement,
  readCode,
  readStatement,
  readStatementText,
  responseRules,
  say,
  type Statement,
  statement,
  statementText,
} from './index.ts';
import { storedBefore } from './recorded.ts';
import type { Sentence } from './sentence.ts';
import * as kinds from './values.ts';

/** Sample values of each kind, enough to cover every plural and every branch. */
function samplesOf(kind: Sentence['kinds'][string]): unknown[] {
  if ('of' in kind) return [...(kind.of as string[])];
  const known = new Map<unknown, unknown[]>([
    [kinds.count, [1, 2, 12345]],
    [kinds.amount, [0.25, 1022]],
    [kinds.score, [-2.6, 1022]],
    [kinds.area, [0.75, -0.02]],
    [kinds.pValue, [0.031, 0.0002]],
    [kinds.text, ['Alpha', 'Beta']],
    [kinds.texts, [['Alpha'], ['Alpha', 'Beta']]],
    [
      kinds.label,
      [
        { en: 'Age', zh: '年龄' },
        { en: 'Sex', zh: '性别' },
      ],
    ],
    [
      kinds.labels,
      [
        [{ en: 'Age', zh: '年龄' }],
        [
          { en: 'Age', zh: '年龄' },
          { en: 'Sex', zh: '性别' },
        ],
      ],
    ],
    [kinds.flag, [true, false]],
  ]);
  const samples = known.get(kind);
  if (!samples) throw new Error('a kind of value without samples: add some to this test');
  return samples;
}

/** Every combination of the sample values. */
function combinations({ kinds: own }: Sentence): Record<string, unknown>[] {
  return Object.entries(own).reduce<Record<string, unknown>[]>(
    (all, [name, kind]) => all.flatMap((values) => samplesOf(kind).map((value) => ({ ...values, [name]: value }))),
    [{}],
  );
}

const sentences = Object.entries(areas).flatMap(([area, own]) =>
  Object.entries(own).map(([code, sentence]) => ({ area, code, sentence: sentence as unknown as Sentence })),
);
const speak = (code: string, values: object, locale: 'en' | 'zh') => say({ code, values } as Statement, locale);

describe('the statements', () => {
  it('have names that are unique across areas', () => {
    const codes = sentences.map(({ code }) => code);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
    expect(codes.length).toBeGreaterThan(100);
  });

  it.each(sentences.filter(({ area }) => area !== 'recorded'))('$code is English and Chinese', ({ code, sentence }) => {
    for (const values of combinations(sentence)) {
      const [en, zh] = [speak(code, values, 'en'), speak(code, values, 'zh')];
      // Labels are given in both languages: nothing of the other language may be left in a sentence.
      expect(en).toMatch(/[A-Za-z]/);
      expect(en).not.toMatch(/\p{Script=Han}/u);
      expect(zh).toMatch(/\p{Script=Han}/u);
      for (const text of [en, zh]) expect(text).not.toMatch(/undefined|null|NaN|\[object|\btrue\b|\bfalse\b/);
    }
  });

  it.each(sentences)('$code contains each of its values in both languages', ({ code, sentence }) => {
    const all = combinations(sentence);
    for (const name of Object.keys(sentence.kinds)) {
      for (const locale of ['en', 'zh'] as const) {
        const depends = all.some((values) =>
          samplesOf(sentence.kinds[name]!).some(
            (other) => speak(code, { ...values, [name]: other }, locale) !== speak(code, values, locale),
          ),
        );
        expect(depends, `${code}.${name} in ${locale}`).toBe(true);
      }
    }
  });

  it.each(sentences)('$code separates thousands in both languages', ({ code, sentence }) => {
    for (const values of combinations(sentence)) {
      if (!Object.values(values).includes(12345)) continue;
      for (const locale of ['en', 'zh'] as const) {
        const text = speak(code, values, locale);
        expect(text).not.toContain('12345');
      }
    }
  });
});

describe('a sentence', () => {
  it('writes lists and plurals by the rules of the language', () => {
    expect(inBoth(statement('neverAtRisk', { groups: ['FOLFOX', 'TACE'] }))).toEqual({
      en: 'Never at risk at an event, left out of the test: FOLFOX, TACE.',
      zh: '事件发生时均无在险者，未纳入检验：FOLFOX、TACE。',
    });
    expect(say(statement('severalSlides', { n: 1 }), 'en')).toMatch(/^1 patient has /);
    expect(say(statement('severalSlides', { n: 1200 }), 'en')).toMatch(/^1,200 patients have /);
    expect(say(statement('covariateMissing', { covariate: { en: 'Age', zh: '年龄' } }), 'zh')).toContain('“年龄”');
  });

  it('writes numbers without a negative zero and areas in full', () => {
    const area = { outline: 'A', pieces: 1, before: 1234567.8, after: 0.123456789, x: -0.4, y: -12.5 };
    const text = say(statement('outlineRepaired', { ...area, x: Math.round(area.x) }), 'en');
    expect(text).toContain('from 1,234,568 to 0.123457 square pixels');
    expect(text).toContain('near x 0, y -12.5');
  });

  it('can only be made with its own values', () => {
    expectTypeOf(statement('kaplanMeier', { limits: 'log' }).values.limits).toEqualTypeOf<
      'plain' | 'log' | 'log-log'
    >();
    // @ts-expect-error a scale that is not known
    statement('kaplanMeier', { limits: 'arcsine' });
    // @ts-expect-error without its values
    expect(() => say(statement('kaplanMeier'), 'en')).toThrow();
    // @ts-expect-error a code that is not known
    expect(() => say(statement('kaplanMaier'), 'en')).toThrow();
  });
});

describe('a stored statement', () => {
  it('is read back as it was written', () => {
    const said = statement('patchesResampled', { slide: 0.25, model: 0.5 });
    expect(readStatement(JSON.parse(JSON.stringify(said)))).toEqual(said);
  });

  it('is also read back from text', () => {
    const said = statement('sensitivityPerBlock', { positive: 'SD/PD', blocks: 12, size: 40 });
    expect(readStatementText(statementText(said))).toEqual(said);
    expect(readStatementText('as it was')).toEqual(statement('asRecorded', { text: 'as it was' }));
  });

  it('of an older version that stored a sentence without values becomes that statement', () => {
    expect(readStatement('Demonstration weights, not a prediction.')).toEqual(statement('syntheticWeights'));
    for (const [sentence, code] of Object.entries(storedBefore)) expect(say(statement(code), 'en')).toBe(sentence);
  });

  it('with its code alone has no values', () => {
    expect(readCode('newLesion')).toEqual(statement('newLesion'));
    expect(readCode('severalSlides')).toEqual(statement('asRecorded', { text: 'severalSlides' }));
    expect(responseRules).toContain('newLesion');
  });

  it('of an older version is otherwise shown unchanged', () => {
    expect(inBoth(readStatement('patches were resampled'))).toEqual({
      en: 'patches were resampled',
      zh: 'patches were resampled',
    });
  });

  it.each([
    ['an unknown code', { code: 'toString', values: {} }],
    ['a value of another type', { code: 'severalSlides', values: { n: 'three' } }],
    ['a number that is not finite', { code: 'horizonAfterFollowUp', values: { lastDay: Infinity } }],
    ['a missing value', { code: 'severalSlides', values: {} }],
    ['no values', { code: 'severalSlides' }],
    ['nothing', null],
  ])('with %s is refused', (_, stored) => {
    expect(isStatement(stored)).toBe(false);
    expect(() => inBoth(readStatement(stored))).not.toThrow();
  });
});
