import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { say } from '../statements/index.ts';
import { claimKinds, readPaper, ruleSaid, unitOfClaim } from './index.ts';

const lists = { arm: ['HAIC', 'HTI'], centre: ['NFH', 'FAHSYU'], own: [] };
const rate = { kind: 'responseRate', rate: 'dcr', arm: 'HTI' };
const claim = { name: 'dcr-hti', place: 'Table 1', value: 93.95, decimals: 2, of: 281, rule: rate };
const paperOf = (...claims: readonly unknown[]) =>
  JSON.stringify({ name: 'lin', citation: 'Lin et al.', claims: claims.length > 0 ? claims : [claim] });
const faults = (text: string) => readPaper(text, lists).issues.map(({ field, problem }) => `${field} ${problem}`);
const ruleFaults = (rule: unknown) => faults(paperOf({ ...claim, rule }));

describe('a file of claims', () => {
  it('is read with what it leaves out', () => {
    expect(readPaper(paperOf(), lists)).toEqual({
      issues: [],
      paper: {
        name: 'lin',
        citation: 'Lin et al.',
        claims: [{ ...claim, isBelow: false, rule: { kind: 'responseRate', rate: 'dcr', arm: 'HTI' } }],
      },
    });
    const { paper } = readPaper(paperOf({ ...claim, value: null, of: undefined, below: false, decimals: 0 }), lists);
    expect(paper?.claims[0]).toMatchObject({ value: null, of: null });
  });

  it('is read where it is that of the demonstration, with every kind of rule but one', () => {
    const file = readFileSync(new URL('../../../../data/demo-cohort/lin-haim.claims.json', import.meta.url), 'utf8');
    const { paper, issues } = readPaper(file, lists);
    expect(issues).toEqual([]);
    const kinds = new Set(paper!.claims.map(({ rule }) => rule.kind));
    expect(claimKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
    for (const one of paper!.claims) {
      const said = ruleSaid(one.rule, lists);
      expect(say(said, 'en')).not.toMatch(/undefined|\[object/);
      expect(say(said, 'zh')).toMatch(/[一-鿿]/);
      expect(unitOfClaim(one.rule)).toBeTruthy();
    }
  });

  it('is refused at its place where it is not a file of claims', () => {
    expect(faults('{')).toEqual(['file wrongType']);
    expect(faults('[]')).toEqual(['file wrongType']);
    expect(faults('null')).toEqual(['file required']);
    expect(faults('{"name":"Lin 2024","citation":" ","claims":[],"extra":1}')).toEqual([
      'file.extra unknownField',
      'name rule',
      'citation tooLong',
      'claims required',
    ]);
    expect(faults(`"${'x'.repeat(400_001)}"`)).toEqual(['file tooLong']);
  });

  it('is refused where a number was not printed with so many digits', () => {
    expect(faults(paperOf({ ...claim, decimals: 1 }))).toEqual(['claims.dcr-hti.decimals rule']);
    expect(faults(paperOf({ ...claim, decimals: 7 }))).toContain('claims.dcr-hti.decimals outOfRange');
    expect(faults(paperOf({ ...claim, decimals: undefined }))).toEqual(['claims.dcr-hti.decimals rule']);
    expect(faults(paperOf({ ...claim, value: 0.07, decimals: 2 }))).toEqual([]);
    expect(readPaper(paperOf({ ...claim, decimals: 1 }), lists).issues[0]?.expected.en).toBe(
      'at least 2, the digits that 93.95 has behind the point',
    );
  });

  it('is refused where two claims have one name, or a claim none', () => {
    expect(faults(paperOf(claim, { ...claim, value: 1 }))).toEqual(['claims.dcr-hti.name rule']);
    expect(faults(paperOf({ ...claim, name: undefined }))).toEqual(['claims.1.name required']);
    expect(faults(paperOf({ ...claim, name: 'DCR HTI' }))).toEqual(['claims.DCR HTI.name rule']);
    expect(faults(paperOf('text'))).toEqual(['claims.1 wrongType']);
  });

  it('is refused where a value is none', () => {
    expect(faults(paperOf({ ...claim, value: undefined }))).toEqual(['claims.dcr-hti.value required']);
    expect(faults(paperOf({ ...claim, value: '93.95' }))).toEqual(['claims.dcr-hti.value wrongType']);
    expect(faults(paperOf({ ...claim, below: true, value: null }))).toEqual(['claims.dcr-hti.value required']);
    expect(faults(paperOf({ ...claim, of: 0, below: 'yes', place: '' }))).toEqual([
      'claims.dcr-hti.below wrongType',
      'claims.dcr-hti.place tooLong',
      'claims.dcr-hti.of outOfRange',
    ]);
  });

  it('is refused where a rule names what the study does not have', () => {
    expect(ruleFaults({ ...rate, arm: 'TACE' })).toEqual(['claims.dcr-hti.rule.arm notInList']);
    expect(ruleFaults({ ...rate, rate: 'cbr' })).toEqual(['claims.dcr-hti.rule.rate notInList']);
    expect(ruleFaults({ ...rate, group: 'x' })).toEqual(['claims.dcr-hti.rule.group unknownField']);
    expect(ruleFaults({ kind: 'correlation' })).toContain('claims.dcr-hti.rule.kind notInList');
    expect(ruleFaults(null)).toContain('claims.dcr-hti.rule.kind required');
    const table = { kind: 'baseline', variable: 'sex', value: 'male', as: 'percent', by: 'arm', group: 'HTI' };
    expect(ruleFaults(table)).toEqual([]);
    expect(ruleFaults({ ...table, variable: 'afp' })).toEqual(['claims.dcr-hti.rule.variable notInList']);
    expect(ruleFaults({ ...table, variable: 'bestResponse' })).toContain('claims.dcr-hti.rule.variable notInList');
    expect(ruleFaults({ ...table, value: 'other' })).toEqual(['claims.dcr-hti.rule.value notInList']);
    expect(ruleFaults({ ...table, as: 'mean' })).toEqual(['claims.dcr-hti.rule.as rule']);
    expect(ruleFaults({ ...table, by: null })).toEqual(['claims.dcr-hti.rule.by required']);
    expect(ruleFaults({ ...table, by: 'evaluationSet' })).toEqual(['claims.dcr-hti.rule.group notInList']);
    expect(ruleFaults({ kind: 'patients', cohort: { variable: 'smoking', in: ['yes'] } })).toEqual([
      'claims.dcr-hti.rule.cohort.variable notInList',
    ]);
    expect(ruleFaults({ kind: 'share', cohort: null })).toEqual(['claims.dcr-hti.rule.cohort required']);
    expect(ruleFaults({ kind: 'setSize', sets: ['validation'], centre: 'X', as: 'patients' })).toEqual([
      'claims.dcr-hti.rule.sets notInList',
      'claims.dcr-hti.rule.centre notInList',
    ]);
    expect(ruleFaults({ kind: 'metric', metric: 'auc', model: '', set: 'internal', threshold: 2 })).toEqual([
      'claims.dcr-hti.rule.threshold outOfRange',
      'claims.dcr-hti.rule.metric notInList',
      'claims.dcr-hti.rule.model tooLong',
    ]);
  });
});
