import { describe, expect, it } from 'vitest';
import { checkRow } from '../check-row.ts';
import { adverseEventForm } from '../forms/index.ts';
import {
  type CtcaeTerm,
  ctcaeTermOf,
  ctcaeTerms,
  gradesOf,
  learnCtcaeTerms,
  likelyCtcaeTerm,
  organClassOf,
  searchCtcae,
} from './index.ts';
import { ctcaeNames } from './names.ts';
import { standard } from './standard.fixture.ts';

const names = (text: string) => searchCtcae(text, 20).map(({ name }) => name.en);
describe('the terms of CTCAE 5.0', () => {
  it('are at least 60, each once, in both languages', () => {
    const all = ctcaeTerms.flatMap(({ name }) => [name.en.toLowerCase(), name.zh]);
    expect(ctcaeTerms.length).toBeGreaterThanOrEqual(60);
    expect(new Set(all).size).toBe(all.length);
    for (const { name } of ctcaeTerms) expect(name.zh).toMatch(/\p{Script=Han}/u);
  });

  it('have grades that ascend, with a text of its own in both languages', () => {
    for (const term of ctcaeTerms) {
      const kept = gradesOf(term);
      expect(kept.length, term.name.en).toBeGreaterThan(0);
      expect(term.grades).toHaveLength(5);
      expect(kept.map(({ grade }) => grade)).toEqual(kept.map(({ grade }) => grade).toSorted());
      for (const language of ['en', 'zh'] as const) {
        const texts = kept.map(({ means }) => means[language]);
        expect(new Set(texts).size, term.name.en).toBe(texts.length);
        expect(texts.every((text) => text.trim() !== '')).toBe(true);
      }
    }
  });

  it('call grade 5 death, and nothing else', () => {
    for (const term of ctcaeTerms) {
      for (const { grade, means } of gradesOf(term)) expect(means.en === 'Death', term.name.en).toBe(grade === '5');
    }
  });

  it('have the class and the grades that the standard gives them, each and no other', () => {
    const ours = Map.groupBy(ctcaeTerms, (term) => organClassOf(term).en);
    const listed = [...ours].map(([organClass, terms]) => {
      const gradesOfTerm = (term: CtcaeTerm) =>
        gradesOf(term)
          .map(({ grade }) => grade)
          .join('');
      return [organClass, terms.map((term) => `${term.name.en} ${gradesOfTerm(term)}`).join(', ')];
    });
    expect(Object.fromEntries(listed)).toEqual(standard);
  });

  it('are known by their names in both languages, whatever case and width', () => {
    expect(ctcaeTermOf('fever')?.name.en).toBe('Fever');
    expect(ctcaeTermOf(' 发热 ')?.name.en).toBe('Fever');
    expect(ctcaeTermOf('ＦＥＶＥＲ')?.name.en).toBe('Fever');
    expect(ctcaeTermOf('high temperature')).toBeNull();
  });

  it('are found by a part of the name and by lay words', () => {
    expect(names('腹泻')).toEqual(['Diarrhea']);
    expect(names('hand-foot')).toContain('Palmar-plantar erythrodysesthesia syndrome');
    expect(names('nosebleed')).toEqual(['Epistaxis']);
    expect(names('hyper')[0]).toMatch(/^Hyper/);
    expect(names('no such thing')).toEqual([]);
  });

  it('are proposed for a lay word or a misspelling of one of them alone', () => {
    expect(likelyCtcaeTerm('Diarrhoea')?.name.en).toBe('Diarrhea');
    expect(likelyCtcaeTerm('Thrombocytopenia')?.name.en).toBe('Platelet count decreased');
    expect(likelyCtcaeTerm('Vomitting')?.name.en).toBe('Vomiting');
    expect(likelyCtcaeTerm('GI bleeding')).toBeNull();
    expect(likelyCtcaeTerm('Fever')).toBeNull();
    expect(likelyCtcaeTerm('Worst adverse event, term not recorded')).toBeNull();
  });
});

describe('terms that were imported', () => {
  const hypoxia = {
    name: 'Hypoxia',
    organClass: 'respiratory',
    grades: [null, 'With exercise', 'At rest', 'Urgent', 'Death'],
    definition: 'A decrease in the level of oxygen in the body.',
    note: 'Synonym: Low oxygen',
  };
  const nausea = { ...hypoxia, name: 'Nausea', organClass: 'gastrointestinal', definition: 'A queasy sensation.' };

  it('are names with their grades, in English and marked as that in Chinese', () => {
    expect(ctcaeTermOf('hypoxia')).toBeNull();
    learnCtcaeTerms([hypoxia, nausea]);
    expect(ctcaeNames.nameOf(' HYPOXIA ')).toBe('Hypoxia');
    expect(ctcaeNames.about('Hypoxia')).toEqual({
      name: { en: 'Hypoxia', zh: 'Hypoxia（英文）' },
      group: organClassOf({ organClass: 'respiratory' }),
      meaning: { en: hypoxia.definition, zh: `${hypoxia.definition}（英文）` },
    });
    expect(names('low oxygen')).toEqual(['Hypoxia']);
    expect(gradesOf(ctcaeTermOf('Hypoxia')!).map(({ means }) => means.zh)).toEqual([
      ...['With exercise（英文）', 'At rest（英文）', 'Urgent（英文）'],
      // What the portal's own terms say in the same words has their Chinese.
      '死亡',
    ]);
    const faults = (grade: string) =>
      checkRow(adverseEventForm, { term: 'Hypoxia', grade }, { arm: [] }).map(({ expected }) => expected.en);
    expect(faults('2')).toEqual([]);
    expect(faults('1')).toEqual(['one of 2, 3, 4, 5: the grades that CTCAE gives Hypoxia']);
  });

  it('leave the words of those that the portal has in both languages, and give their definition', () => {
    learnCtcaeTerms([hypoxia, nausea]);
    expect(ctcaeTermOf('恶心')).toMatchObject({ name: { en: 'Nausea' }, definition: { en: 'A queasy sensation.' } });
    expect(gradesOf(ctcaeTermOf('Nausea')!).map(({ grade }) => grade)).toEqual(['1', '2', '3']);
    learnCtcaeTerms([]);
    expect(ctcaeTermOf('Hypoxia')).toBeNull();
  });
});
