import { describe, expect, it } from 'vitest';
import { type Verification, verificationOf } from './field-verification.ts';

const mark = (field: string | null, revertedFields: string[] = []): Verification => ({
  id: field ?? 'whole',
  recordId: 'r',
  field,
  verified: revertedFields.length === 0,
  verifiedAt: '2026-01-01T00:00:00Z',
  verifiedBy: 'monitor',
  revertedFields,
  revertedAt: revertedFields.length === 0 ? null : '2026-01-02T00:00:00Z',
  revertedBy: revertedFields.length === 0 ? null : 'clerk',
});

describe('the verification of a field', () => {
  it.each([
    ['nothing', [], 'none'],
    ['a mark on another field', [mark('afpNgMl')], 'none'],
    ['its own mark', [mark('tumourSizeMm')], 'verified'],
    ['its own mark and a change', [mark('tumourSizeMm', ['tumourSizeMm'])], 'changed'],
    ['a mark on the record', [mark(null)], 'verified'],
    ['a mark on the record and a change of another field', [mark(null, ['afpNgMl'])], 'verified'],
    ['a mark on the record and its change', [mark(null, ['tumourSizeMm'])], 'changed'],
    ['the same, compared again by itself', [mark(null, ['tumourSizeMm']), mark('tumourSizeMm')], 'verified'],
    ['an old mark, and a newer one on the record', [mark('tumourSizeMm', ['tumourSizeMm']), mark(null)], 'verified'],
  ])('follows from %s', (_, marks, state) => {
    expect(verificationOf(marks, 'tumourSizeMm')).toBe(state);
  });
});
