/** Converts full-width digits, letters and punctuation of a Chinese input method to plain ones and trims blanks. */
export function plainText(text: string): string {
  return text.normalize('NFKC').trim();
}
