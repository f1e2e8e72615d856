import { describe, expect, it } from 'vitest';
import { type Advisory, advisoriesOf, type Exception, judgeAdvisories } from './audit/judge-advisories.ts';

const fault: Advisory = {
  package: 'left-pad',
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'Pads to the right',
  severity: 'high',
};
const excepted: Exception = { id: 'GHSA-aaaa-bbbb-cccc', package: 'left-pad', why: 'only pads', until: '2027-01-01' };

describe('known faults of packages', () => {
  it('a severe one is refused unless its exception states why, and until when', () => {
    expect(judgeAdvisories([fault], [], '2026-11-30')).toEqual([
      'left-pad: Pads to the right (high, GHSA-aaaa-bbbb-cccc): take a version without it, or state in test/audit/exceptions.json why it cannot be reached',
    ]);
    expect(judgeAdvisories([fault], [excepted], '2026-11-30')).toEqual([]);
    expect(judgeAdvisories([{ ...fault, severity: 'moderate' }], [], '2026-11-30')).toEqual([]);
    expect(judgeAdvisories([fault], [{ ...excepted, package: 'right-pad' }], '2026-11-30')).toHaveLength(2);
  });

  it('an exception ends on its day, and once nothing reports it', () => {
    expect(judgeAdvisories([fault], [excepted], '2027-01-01')).toEqual([
      'left-pad: the exception for GHSA-aaaa-bbbb-cccc ended on 2027-01-01: judge it anew',
    ]);
    expect(judgeAdvisories([], [excepted], '2026-11-30')).toEqual([
      'left-pad: GHSA-aaaa-bbbb-cccc is not reported any more: remove its exception',
    ]);
  });

  it('are read from what npm reports, each once, and a registry that did not answer is no pass', () => {
    const { package: name, ...rest } = fault;
    const via = [{ name, ...rest }, 'left-pad'];
    const json = JSON.stringify({ vulnerabilities: { 'left-pad': { via }, above: { via: ['left-pad', via[0]] } } });
    expect(advisoriesOf(json)).toEqual([fault]);
    expect(() => advisoriesOf('{"message": "request to the registry failed"}')).toThrow(
      'npm audit gave no report: request to the registry failed',
    );
  });
});
