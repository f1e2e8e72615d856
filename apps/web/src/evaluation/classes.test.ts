import { describe, expect, it } from 'vitest';
import { classesOf, isPositive } from './classes.ts';

const model = { positiveClass: 'SD/PD', negativeClass: 'CR/PR' };

describe('isPositive', () => {
  it('reads the class from the codes in its name', () => {
    expect(['CR', 'PR', 'SD', 'PD'].map((code) => isPositive(code, model))).toEqual([false, false, true, true]);
  });

  it('is null for a response in neither class', () => {
    expect([isPositive('NE', model), isPositive(null, model)]).toEqual([null, null]);
  });
});

describe('classesOf', () => {
  it('finds the other class in either order', () => {
    expect(classesOf({ positiveClass: 'SD/PD', classes: ['CR/PR', 'SD/PD'] })).toEqual(model);
    expect(classesOf({ positiveClass: 'SD/PD', classes: ['SD/PD', 'CR/PR'] })).toEqual(model);
  });

  it('takes all classes but the positive one of a model of several as one', () => {
    const several = classesOf({ positiveClass: 'PD', classes: ['CR', 'PR', 'SD', 'PD'] });
    expect(several).toEqual({ positiveClass: 'PD', negativeClass: 'CR/PR/SD' });
    expect(isPositive('SD', several!)).toBe(false);
  });

  it('is null for a manifest that names no classes', () => {
    expect(classesOf({ positiveClass: null, classes: [] })).toBeNull();
    expect(classesOf(null)).toBeNull();
  });
});
