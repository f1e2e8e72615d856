import { describe, expect, it } from 'vitest';
import { placeInStudy, rightOfPage } from './place-in-study.ts';

const everything = () => true;
const nothing = () => false;
const reads = (right: string) => right === 'readRecords';

describe('the same page of another study', () => {
  it.each([
    ['/studies/A/survival', '/studies/B%2F1/survival'],
    ['/studies/A/entry', '/studies/B%2F1/entry'],
    ['/studies/A/slides/1b4e28ba', '/studies/B%2F1/slides'],
    ['/studies/A/patients/1b4e28ba', '/studies/B%2F1/entry'],
    ['/studies/A', '/studies/B%2F1'],
    ['/', '/studies/B%2F1'],
    ['/account', '/studies/B%2F1'],
    ['/studies/A/no-such-page', '/studies/B%2F1'],
    ['/studies/A/toString', '/studies/B%2F1'],
  ])('%s becomes %s', (from, to) => {
    expect(placeInStudy(from, 'B/1', everything)).toBe(to);
  });

  it.each([
    ['/studies/A/people', '/studies/B'],
    ['/studies/A/entry', '/studies/B'],
    ['/studies/A/patients/1b4e28ba', '/studies/B/cohort'],
    ['/studies/A/audit', '/studies/B/audit'],
  ])('%s becomes %s for somebody who only reads there', (from, to) => {
    expect(placeInStudy(from, 'B', reads)).toBe(to);
  });

  it('of models is open to who decides on them and reads no records', () => {
    const decides = (right: string) => right === 'decideOnModels';
    expect(placeInStudy('/studies/A/models', 'B', decides)).toBe('/studies/B/models');
    expect(placeInStudy('/studies/A/survival', 'B', decides)).toBe('/studies/B');
    expect(placeInStudy('/studies/A/models', 'B', nothing)).toBe('/studies/B');
  });

  it('of double entry is open to who enters a second time and reads no records', () => {
    const enters = (right: string) => right === 'enterSecond';
    expect(placeInStudy('/studies/A/double-entry', 'B', enters)).toBe('/studies/B/double-entry');
    expect(placeInStudy('/studies/A/readings', 'B', enters)).toBe('/studies/B');
  });

  it('is the first page where the reader may do nothing', () => {
    expect(placeInStudy('/studies/A/survival', 'B', nothing)).toBe('/studies/B');
  });
});

describe('what a page of a study needs', () => {
  it.each([
    [null, null],
    ['people', 'managePeople'],
    ['fields', 'manageStudy'],
    ['import', 'enterRecords'],
    ['audit', 'readRecords'],
    ['patients', 'readRecords'],
    ['toString', 'readRecords'],
  ])('%s: %s', (segment, right) => {
    expect(rightOfPage(segment)).toBe(right);
  });
});
