import { describe, expect, it } from 'vitest';
import { clock, secondsRemaining } from './remaining.ts';

const at = (seconds: number, done: number) => ({ atMs: 5000 + seconds * 1000, done, total: 200 });

describe('secondsRemaining', () => {
  it('extrapolates the observed pace', () => {
    // 40 patches in 10 s: 4 a second; 160 are left.
    expect(secondsRemaining(at(0, 0), at(10, 40))).toBe(40);
    // First seen at 100, as after a reload: 20 in 5 s, 80 left.
    expect(secondsRemaining(at(0, 100), at(5, 120))).toBe(20);
  });

  it('is null before a tenth is done or a pace was observed', () => {
    expect(secondsRemaining(at(0, 0), at(10, 19))).toBeNull();
    expect(secondsRemaining(at(0, 50), at(10, 50))).toBeNull();
    expect(secondsRemaining(at(0, 0), { atMs: 9000, done: 0, total: 0 })).toBeNull();
  });
});

describe('clock', () => {
  it('writes minutes and seconds', () => {
    expect([clock(5), clock(65), clock(3661), clock(-1)]).toEqual(['0:05', '1:05', '1:01:01', '0:00']);
  });
});
