import { describe, expect, it } from 'vitest';
import { firstUnvisited } from './round.ts';

describe('the round through what is due', () => {
  const again = { patientId: 'a', form: 'followUp' };
  const other = { patientId: 'a', form: 'labResult' };
  const next = { patientId: 'b', form: 'followUp' };

  it('leads to a form of a patient once, although its record makes a later one due', () => {
    expect(firstUnvisited([again, next], ['a followUp'])).toBe(next);
    expect(firstUnvisited([again, other], ['a followUp'])).toBe(other);
  });

  it('ends where nothing else is due', () => {
    expect(firstUnvisited([again], ['a followUp'])).toBeUndefined();
    expect(firstUnvisited([], [])).toBeUndefined();
  });
});
