import { InvalidArgumentError } from 'commander';

/** Parses an option that sets how many patches are compared. */
export function asPatches(text: string): number {
  const patches = Number(text);
  if (!Number.isInteger(patches) || patches < 2 || patches > 10_000) {
    throw new InvalidArgumentError('Give a whole number from 2 to 10000.');
  }
  return patches;
}
