import { readFileSync } from 'node:fs';
import { ModelError } from '../errors.ts';
import { type GraphRole } from '../models/manifest.ts';

/**
 * Whether this processor multiplies bytes exactly. An x86 without VNNI adds two products of bytes in 16 bits and cuts off
 * what does not fit, so that a score would depend on the machine; ARM does not.
 */
export function hasExactInt8(arch: string = process.arch, cpuFacts: () => string | null = linuxFacts): boolean {
  if (arch === 'arm64') return true;
  const facts = cpuFacts();
  return facts !== null && /\b(?:avx512_vnni|avx_vnni)\b/.test(facts);
}

/** Null where they cannot be read: then nothing is assumed. */
function linuxFacts(): string | null {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return null;
  }
}

/** @throws ModelError PROVIDER_UNAVAILABLE where products of bytes are not exact. */
export function needExactInt8(role: GraphRole): void {
  if (hasExactInt8()) return;
  const message = 'products of bytes are exact on processors with VNNI and on ARM, which this one is not';
  throw new ModelError('PROVIDER_UNAVAILABLE', `graphs.${role}.precision`, message);
}
