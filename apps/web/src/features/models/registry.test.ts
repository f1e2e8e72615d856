import { describe, expect, it } from 'vitest';
import { scoreMap } from './import-scores.ts';
import { linesOf, type ModelEvent, type Version, wordOf } from './registry.ts';

const version = (line: string, number: number, status: Version['status']) =>
  ({ id: `${line}${number}`, line, version: number, status }) as Version;
const event = (action: ModelEvent['action'], line: string, number: number, previousVersion: number | null) =>
  ({ action, line, version: number, previousVersion }) as ModelEvent;

describe('lines of model versions', () => {
  const versions = [version('a', 2, 'active'), version('a', 1, 'retired'), version('b', 1, 'active')];
  const events = [
    event('activated', 'a', 2, 1),
    event('registered', 'a', 2, null),
    event('activated', 'b', 1, null),
    event('activated', 'a', 1, null),
  ];

  it('contain their versions, the active one and their own history', () => {
    const [a, b] = linesOf(versions, events);
    expect([a?.name, a?.active?.version, a?.versions.length, a?.events.length]).toEqual(['a', 2, 2, 3]);
    expect([b?.name, b?.events.length]).toEqual(['b', 1]);
  });

  it('can be rolled back only if another version was active before', () => {
    expect(linesOf(versions, events).map(({ hasEarlier }) => hasEarlier)).toEqual([true, false]);
    const back = [event('rolledBack', 'a', 1, 2), ...events];
    const now = [version('a', 2, 'retired'), version('a', 1, 'active')];
    expect(linesOf(now, back)[0]?.hasEarlier).toBe(false);
    const withdrawn = [event('retired', 'a', 1, 1), ...back];
    expect(linesOf([version('a', 1, 'retired')], withdrawn)[0]?.hasEarlier).toBe(true);
  });

  it('give the name that has to be typed to confirm a decision', () => {
    expect(wordOf({ kind: 'retire', version: version('haim', 3, 'active') })).toBe('haim 3');
    expect(wordOf({ kind: 'rollback', line: 'haim', from: null })).toBe('haim');
  });
});

describe('imported scores', () => {
  it('are read by a mapping of two columns and the typed name', () => {
    expect(JSON.parse(scoreMap('CT "2"'))).toMatchObject({
      patient: { code: { column: 'patient' }, centre: { stored: true } },
      records: [{ form: 'importedScore', fields: { modelName: { constant: 'CT "2"' }, score: { column: 'score' } } }],
    });
  });
});
