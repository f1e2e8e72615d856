/** No font of print has these letters, and a page with boxes in their place is not a figure. */
export class MissingLetters extends Error {
  constructor(readonly letters: readonly string[]) {
    super(`No font of print has: ${letters.join(' ')}`);
  }
}
