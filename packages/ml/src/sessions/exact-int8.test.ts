import { expect, test } from 'vitest';
import { hasExactInt8 } from './exact-int8.ts';

test.each([
  ['arm64', null, true],
  ['x64', 'flags : fpu avx2 avx512f avx512_vnni', true],
  ['x64', 'flags : fpu avx2 avx_vnni', true],
  ['x64', 'flags : fpu avx2 avx512f', false],
  ['x64', null, false],
] as const)('exact products of bytes on %s with %j: %s', (arch, facts, expected) => {
  expect(hasExactInt8(arch, () => facts)).toBe(expected);
});
