import { roleMay, roleNames } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { cardRights, deskOf } from './desk-cards.ts';

describe('the first page of a study', () => {
  it.each(roleNames)('shows %s only what the rights of the role open, and at least one card', (role) => {
    const cards = deskOf([role], false);
    expect(cards.length).toBeGreaterThan(0);
    const dead = cards.filter((card) => !cardRights[card].some((right) => roleMay(role, right)));
    expect(dead).toEqual([]);
  });

  it('begins with what the role is for', () => {
    const first = (role: string): string | undefined => deskOf([role], false)[0];
    expect(first('staff')).toBe('day');
    expect(first('dataManager')).toBe('day');
    expect(first('investigator')).toBe('analysis');
    expect(first('pathologist')).toBe('slides');
    expect(first('modelDeveloper')).toBe('models');
    expect(first('monitor')).toBe('review');
    expect(first('administrator')).toBe('people');
  });

  it('shows cases to read to those who read blind, and to nobody else', () => {
    const told = roleNames.filter((role) => deskOf([role], false).includes('reading'));
    expect(told).toEqual(['reader', 'adjudicator']);
    expect(roleNames.filter((role) => cardRights.analysis.some((right) => roleMay(role, right)))).not.toContain(
      'reader',
    );
  });

  it('of two roles has the cards of both, each once', () => {
    expect(deskOf(['monitor', 'pathologist'], false)).toEqual(['review', 'changes', 'slides', 'analysis']);
    expect(deskOf(['of another version'], false)).toEqual([]);
  });

  it('has nothing that waits in a closed study', () => {
    expect(deskOf(['administrator'], true)).toEqual(['people', 'trouble', 'models', 'changes']);
    expect(deskOf(['staff'], true)).toEqual(['changes']);
  });
});
