import { AGREE } from './agree.ts';
import { fileLines } from './reading.ts';
import { quote, texts, vector } from './recipe.ts';

/** A row of a table of adverse events: the condition by which events belong to it, and what the portal counted. */
export interface CountedEvents {
  readonly name: string;
  /** Columns of the data and the text that each has in an event of the row. */
  readonly where: Readonly<Record<string, string>>;
  /** Patients of each group at any grade, and with grade 3 or more. */
  readonly any: readonly number[];
  readonly severe: readonly number[];
  /** Medians of the days to the first event by group; null where no day is known. */
  readonly medianDays: readonly (number | null)[];
  /** Estimate, lower and upper limit of the difference of any grade; null where there is none. */
  readonly difference: readonly [number | null, number | null, number | null] | null;
}

export interface EventTable {
  /** Denominators by group. */
  readonly groups: readonly { readonly value: string; readonly n: number }[];
  /** Places among the groups. */
  readonly compared: { readonly reference: number; readonly comparison: number } | null;
  readonly rows: readonly CountedEvents[];
}

/** Patients at their highest grade, the first day of each, and Newcombe's limits, in base R. */
const functions = `patients <- d[!duplicated(d$patient), ]
sizes <- as.vector(table(factor(patients$group, groups)))
worst_of <- function(events) {
  w <- vapply(split(as.integer(events$grade), events$patient), max, 0L)
  list(grade = w, group = factor(patients$group[match(names(w), patients$patient)], groups))
}
first_days <- function(events) {
  events <- events[!is.na(events$days), ]
  first <- vapply(split(as.numeric(events$days), events$patient), min, 0)
  group <- factor(patients$group[match(names(first), patients$patient)], groups)
  vapply(split(first, group), function(x) if (length(x) > 0) median(x) else NA_real_, 0)
}
wilson <- function(x, n) {
  z <- qnorm(0.975); p <- x / n
  centre <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
  c(p, centre - half, centre + half)
}
newcombe <- function(x1, n1, x0, n0) {
  a <- wilson(x1, n1); b <- wilson(x0, n0)
  a[1] - b[1] + c(0, -sqrt((a[1] - a[2])^2 + (b[3] - b[1])^2), sqrt((a[3] - a[1])^2 + (b[1] - b[2])^2))
}`;

/**
 * An R script that reads a CSV of adverse events, counts patients row by row of a table, and stops where R differs.
 *
 * @param table - the groups with their sizes, and the rows as the portal counted them.
 * @param head - lines of comment: what the table is, of which data.
 * @param csv - the file the script reads unless its first argument names another, in UTF-8. It has a row for each event and
 *   one for each patient without any, with the columns patient (a number), group, grade (1 to 5), days (from time zero to
 *   the start; empty where it is not known or before), and those that the conditions name.
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: Newcombe, Stat Med 1998;17:873-90, method 10, for the differences; counts are table() and split().
 * Checked against: R itself: the script of a table counted by hand is run if R is installed.
 */
export function eventsToR(table: EventTable, head: readonly string[], csv: string): string {
  const { groups, compared, rows } = table;
  return [
    ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
    "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
    '# Rscript this-file.R [data.csv]',
    AGREE,
    'needs(c())',
    ...fileLines(csv, 'UTF-8'),
    `groups <- ${texts(groups.map(({ value }) => value))}`,
    functions,
    `agree("patients", sizes, ${vector(groups.map(({ n }) => n))})`,
    ...rows.flatMap(({ name, where, any, severe, medianDays, difference }) => {
      const conditions = Object.entries(where).map(([column, text]) => ` & d[[${quote(column)}]] %in% ${quote(text)}`);
      return [
        '',
        `events <- d[!is.na(d$grade)${conditions.join('')}, ]`,
        'w <- worst_of(events); any <- as.vector(table(w$group)); severe <- as.vector(table(w$group[w$grade >= 3]))',
        `agree(${quote(`${name}, any grade`)}, any, ${vector(any)})`,
        `agree(${quote(`${name}, grade 3 or more`)}, severe, ${vector(severe)})`,
        `agree(${quote(`${name}, median days`)}, first_days(events), ${vector(medianDays)})`,
        ...(compared && difference
          ? [
              `r <- newcombe(any[${compared.comparison + 1}], sizes[${compared.comparison + 1}], any[${compared.reference + 1}], sizes[${compared.reference + 1}])`,
              `agree(${quote(`${name}, difference`)}, r, ${vector(difference)})`,
            ]
          : []),
      ];
    }),
    '',
  ].join('\n');
}
