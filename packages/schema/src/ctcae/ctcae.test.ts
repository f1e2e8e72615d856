import { describe, expect, it } from 'vitest';
import { ctcaeTermOf, ctcaeTerms, gradesOf, likelyCtcaeTerm, searchCtcae } from './index.ts';

const names = (text: string) => searchCtcae(text, 20).map(({ name }) => name.en);
const gradesByName = (name: string) =>
  gradesOf(ctcaeTermOf(name)!)
    .map(({ grade }) => grade)
    .join('');

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

  // NCI, Common Terminology Criteria for Adverse Events v5.0, 27 November 2017.
  it.each([
    ['Nausea', '123'],
    ['Vomiting', '12345'],
    ['Fatigue', '123'],
    ['Alopecia', '12'],
    ['Febrile neutropenia', '345'],
    ['Palmar-plantar erythrodysesthesia syndrome', '123'],
    ['Alanine aminotransferase increased', '1234'],
    ['Platelet count decreased', '1234'],
    ['Anemia', '12345'],
    ['Hypoalbuminemia', '12345'],
    ['Peripheral sensory neuropathy', '1234'],
    ['Acute kidney injury', '345'],
    ['Proteinuria', '123'],
    ['Hepatic failure', '345'],
    ['Myocarditis', '2345'],
    ['Pancreatitis', '2345'],
    ['Sepsis', '345'],
    ['Hypertension', '12345'],
    ['Dysgeusia', '12'],
    ['Arterial thromboembolism', '345'],
  ])('%s has the grades %s', (name, expected) => {
    expect(gradesByName(name)).toBe(expected);
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
