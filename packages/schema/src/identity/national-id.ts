/*
 * The number of a Chinese resident identity card (GB 11643-1999): six digits of the place, the date of birth, three of
 * order, and a check character by ISO 7064 MOD 11-2. Other numbers, such as that of a passport, are not judged.
 */

const chinese = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$/;

/** Whether a number is either not of that form, or ends with the check character that the digits before it give. */
export function isWellFormed(text: string): boolean {
  return !chinese.test(text) || text.at(-1)?.toUpperCase() === checkCharacter(text);
}

/** The date of birth in such a number, as YYYY-MM-DD; null for any other number. */
export function birthInNationalId(text: string): string | null {
  const [, year, month, day] = chinese.exec(text) ?? [];
  return year && month && day ? `${year}-${month}-${day}` : null;
}

/** Each digit weighs 2 to the power of its distance from the end, modulo 11; the whole leaves 1. */
function checkCharacter(text: string): string {
  let sum = 0;
  for (const digit of text.slice(0, 17)) sum = ((sum + Number(digit)) * 2) % 11;
  const check = (12 - sum) % 11;
  return check === 10 ? 'X' : String(check);
}
