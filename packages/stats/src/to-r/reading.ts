import { quote, type Recipe, texts } from './recipe.ts';

/**
 * Lines of R that read the table `d` as the portal does: in its encoding, every cell as trimmed text, empty or NA as
 * missing. R would read the groups 01 and 1 as one number, T and F as truth, 1.0 as 1.
 */
export function fileLines(csv: string, encoding: string): string[] {
  return [
    'given <- commandArgs(TRUE)',
    // The path stays in the encoding of the system.
    `file <- if (length(given) > 0) given[1] else ${JSON.stringify(csv)}`,
    `text <- iconv(list(readBin(file, "raw", file.size(file))), ${quote(encoding)}, "UTF-8")`,
    `if (is.na(text)) stop(file, " is not in ${encoding}")`,
    'bare <- function(x) trimws(x, whitespace = "[\\\\h\\\\v]")',
    'd <- read.csv(text = sub("^\\ufeff", "", text), colClasses = "character", na.strings = character(0), check.names = FALSE)',
    'names(d) <- bare(names(d))',
    'd[] <- lapply(d, function(x) { x <- bare(x); x[x %in% c("", "NA")] <- NA; x })',
  ];
}

/**
 * Lines of R that keep of the table what a call uses: the rows without a missing value, numbers as numbers.
 *
 * @returns none if the recipe carries its own numbers.
 */
export function columnLines({ numbers = [], groups = [], partial = [] }: Recipe): string[] {
  const [asNumbers, asTexts] = [distinct(numbers), distinct(groups)];
  const used = [...new Set([...asNumbers, ...asTexts])];
  if (used.length === 0) return [];
  const both = asNumbers.filter((column) => asTexts.includes(column));
  return [
    ...both.map((column) => {
      const values = `na.omit(d[[${quote(column)}]])`;
      const reason = quote(`${column} is a number and a group in this call, and as numbers its codes would be others`);
      return `if (any(as.character(as.numeric(${values})) != ${values})) stop(${reason})`;
    }),
    'whole <- d',
    `d <- d[complete.cases(d[, ${texts(used)}, drop = FALSE]), , drop = FALSE]`,
    ...(asNumbers.length + partial.length > 0
      ? [`numbers <- ${texts([...asNumbers, ...partial])}`, 'd[numbers] <- lapply(d[numbers], as.numeric)']
      : []),
    ...(asTexts.length > 0 ? [IN_ORDER] : []),
  ];
}

/** Levels as the portal orders them: by number if the whole column is numeric, otherwise by their bytes. */
const IN_ORDER = `in_order <- function(name) {
  codes <- unique(d[[name]])
  all <- na.omit(whole[[name]])
  if (anyNA(suppressWarnings(as.numeric(all)))) sort(codes, method = "radix") else codes[order(as.numeric(codes))]
}`;

function distinct(columns: readonly (string | undefined)[]): string[] {
  return [...new Set(columns.filter((column) => column !== undefined))];
}
