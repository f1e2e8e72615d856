/** The codes in a text that somebody pasted, each once: between blanks, commas or semicolons, also full-width ones. */
export function codesOf(text: string): string[] {
  const codes = text.normalize('NFKC').split(/[\s,;、]+/u);
  return [...new Set(codes.filter((code) => code !== ''))];
}
