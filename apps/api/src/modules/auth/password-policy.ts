export const shortestPassword = 12;
export const longestPassword = 128;

/** The least number of guesses needed by an attacker who knows the usual patterns, as a power of ten. */
const leastGuessesLog10 = 10;
/** Characters that must be left of a password without the words of its account. */
const leastBesideAccount = 8;
const shortestWord = 3;

/** Whose password it is; what others can look up about a person is not a secret. */
export interface PasswordHolder {
  readonly email: string;
  readonly name: string;
}

const sayings: Readonly<Record<string, string>> = {
  simpleRepeat: 'repeats one character',
  extendedRepeat: 'repeats one group of characters',
  sequences: 'is a plain sequence',
  straightRow: 'is a row of keys',
  keyPattern: 'is a pattern of keys',
  dates: 'is a date',
  recentYears: 'is a year',
  userInputs: 'is made of the name or address of its account',
};
const common = 'is, or is close to, one of the most common passwords';
const commonWarnings = new Set(['topTen', 'topHundred', 'common', 'similarToCommon', 'wordByItself']);

/**
 * What is wrong with a password, worded to follow the word "password"; null where nothing is wrong. Strength is
 * zxcvbn's estimate of guesses (Wheeler 2016), not a rule of character classes.
 */
export async function passwordFault(given: string, holder: PasswordHolder | null): Promise<string | null> {
  const password = given.normalize('NFKC');
  const length = [...password].length;
  if (length < shortestPassword) return `is shorter than ${shortestPassword} characters`;
  if (length > longestPassword) return `is longer than ${longestPassword} characters`;
  const words = holder ? wordsOf(holder) : [];
  const left = words.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  if ([...left].length < leastBesideAccount) return sayings['userInputs'] ?? null;
  const { guessesLog10, feedback } = (await estimator()).check(password, words);
  if (guessesLog10 >= leastGuessesLog10) return null;
  const warning = feedback.warning ?? '';
  return sayings[warning] ?? (commonWarnings.has(warning) ? common : 'is made of parts that are easy to guess');
}

/** What is expected, worded to follow the fault. */
export const goodPassword = `use at least ${shortestPassword} characters, such as four words that have nothing to do with each other`;

/** Loaded when a password is set, which is rare: its lists take 25 MB. */
async function estimator() {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}

/** The longest first, so that a whole address is removed before its parts. */
function wordsOf({ email, name }: PasswordHolder): string[] {
  const texts = [email, name].map((text) => text.normalize('NFKC').toLowerCase());
  const parts = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...new Set([...texts, ...parts])]
    .filter((word) => word.length >= shortestWord)
    .toSorted((a, b) => b.length - a.length);
}
