/**
 * Approximate width of bold text at 12 px, in pixels, without asking the browser: enough to leave room for it.
 * Chinese characters take the full 12, Latin capitals about 8.7, lower case letters 6.8.
 */
export function boldWidth(words: string): number {
  return [...words].reduce((sum, letter) => sum + letterWidth(letter), 0);
}

/** Cuts text that is wider than the available room. */
export function cutToWidth(words: string, roomPx: number): string {
  if (boldWidth(words) <= roomPx) return words;
  let kept = '';
  for (const letter of words) {
    if (boldWidth(`${kept}${letter}…`) > roomPx) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

function letterWidth(letter: string): number {
  if (letter > '\u2e80' || letter === '…') return 12;
  if (/[A-Z+<>=≤≥]/.test(letter)) return 8.7;
  return /[\s.,:;()|il'-]/.test(letter) ? 3.8 : 6.8;
}
