import { describe, expect, it } from 'vitest';
import { Refused } from './desk.ts';
import { refusalIn } from './refusal-words.ts';

const expected = { en: 'known at time zero', zh: '在时间零点即已知的条件' };
const outcome = new Refused('survival may not be filtered by bestResponse', 'BAD_USER_INPUT', [
  { field: 'bestResponse', expected },
  { field: 'bestResponse', expected },
]);

describe('a refusal in a document', () => {
  it('is the sentence of the API in English', () => {
    expect(refusalIn('en', outcome)).toBe('survival may not be filtered by bestResponse');
  });

  it('says in Chinese which variable is expected to be what, once', () => {
    expect(refusalIn('zh', outcome)).toBe('“最佳疗效（mRECIST）”应为：在时间零点即已知的条件。');
    // What is no variable is named as the API names it.
    const other = new Refused('width must be …', 'BAD_USER_INPUT', [{ field: 'width', expected }]);
    expect(refusalIn('zh', other)).toContain('“width”应为：');
  });

  it('has otherwise the words that pages show for its code, and without one what it says itself', () => {
    const refusals = [new Refused('there are too few', 'NOT_ESTIMABLE'), new Refused('rounded away', 'WITHHELD')];
    for (const refusal of refusals) {
      expect(refusalIn('zh', refusal)).toMatch(/[一-鿿]{6}/);
      expect(refusalIn('zh', refusal)).not.toContain(refusal.message);
    }
    expect(refusalIn('zh', new Refused('没有可显示的内容'))).toBe('没有可显示的内容');
  });
});
