/** Full-width digits, letters and marks of a Chinese input method as plain ones, without blanks around them. */
export function plainText(text: string): string {
  return text.normalize('NFKC').trim();
}
