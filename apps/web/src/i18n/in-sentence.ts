/** 'Treatment arm' -> 'treatment arm' inside an English sentence; names and abbreviations keep their capitals. */
export function inSentence(words: string): string {
  return /^(Child|Edmondson)|^[A-Z][^a-z]/.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1);
}
