import { AGREE } from './agree.ts';
import { fileLines } from './reading.ts';
import { quote, texts, vector } from './recipe.ts';

/** What the portal has of each patient of a waterfall and spider plot, in the order of the numbers in the data. */
export interface DrawnChanges {
  /** By group: its patients, and those who are drawn. */
  readonly groups: readonly { readonly value: string; readonly n: number; readonly drawn: number }[];
  /** Smallest change of each patient up to the first PD, as a fraction; null where none is known. */
  readonly best: readonly (number | null)[];
  /** Of those who are drawn, one after the other: the day and the change of every image, and the day of the first PD. */
  readonly days: readonly (number | null)[];
  readonly changes: readonly number[];
  readonly progressionDays: readonly (number | null)[];
}

/** Patients of a group by best response, and how many of them have an objective response and disease control. */
export interface CountedResponses {
  readonly value: string;
  /** CR, PR, SD, PD: as they are on record, and confirmed by a later image. */
  readonly unconfirmed: readonly number[];
  readonly confirmed: readonly number[];
  /** Lower and upper limits of the confirmed objective response, then of disease control. */
  readonly limits: readonly (number | null)[];
}

/** The images that count for response, patient by patient in the order in which they were taken. */
const images = String.raw`d$patient <- as.integer(d$patient)
for (name in c("visit", "day", "at", "sum_mm")) d[[name]] <- as.numeric(d[[name]])
patients <- d[!duplicated(d$patient), ]
patients <- patients[order(patients$patient), ]
group <- factor(patients$group, groups)
# The baseline is the only image of visit 0; after it counts what was taken after time zero and not before it.
of_patient <- lapply(split(d, d$patient), function(p) {
  p <- p[!is.na(p$visit), ]
  zero <- p[p$visit == 0, ]
  if (any(p$unordered %in% "1")) return(list(baseline = NA, after = p[0, ]))
  counts <- p$visit > 0 & (is.na(p$day) | p$day > 0) & (nrow(zero) == 0 | p$at >= suppressWarnings(min(zero$at)))
  list(baseline = if (nrow(zero) == 1) zero$sum_mm else NA, after = p[counts, ])
})
until_progression <- function(response) {
  first <- match("PD", response)
  seq_len(if (is.na(first)) length(response) else first)
}`;

const changes = String.raw`course <- lapply(of_patient, function(p) {
  change <- if (is.na(p$baseline) || p$baseline == 0) rep(NA_real_, nrow(p$after)) else (p$after$sum_mm - p$baseline) / p$baseline
  counted <- na.omit(change[until_progression(p$after$response)])
  best <- if (length(counted) > 0) min(counted) else NA_real_
  known <- !is.na(change) & !is.na(best)
  list(best = best, change = change[known], day = p$after$day[known],
       progression = if (is.na(best)) NULL else p$after$day[match("PD", p$after$response)])
})
best <- vapply(course, function(p) p$best, 0)`;

const responses = String.raw`ranks <- c("CR", "PR", "SD", "PD", "NE")
# A CR is confirmed by a CR, a PR by a CR or PR, with nothing worse than SD between them; an unconfirmed CR may be a confirmed
# PR, otherwise either counts as SD.
confirmed_as <- function(i, response, at) {
  seen <- response[i]
  if (!seen %in% c("CR", "PR")) return(seen)
  end <- match("PD", response)
  later <- seq_along(response) > i & seq_along(response) < (if (is.na(end)) length(response) + 1 else end)
  again <- function(as, between) {
    ways <- which(later)
    stop_at <- match(FALSE, response[ways] %in% between)
    if (!is.na(stop_at)) ways <- ways[seq_len(stop_at - 1)]
    any(response[ways] %in% as & at[ways] - at[i] >= confirmation_days)
  }
  if (seen == "CR" && again("CR", c("CR", "NE"))) return("CR")
  if (again(c("CR", "PR"), c("CR", "PR", "SD", "NE"))) "PR" else "SD"
}
best_of <- function(p, confirm) {
  judged <- p$after[!is.na(p$after$response), ]
  counts <- judged$response
  if (confirm) counts <- vapply(seq_along(counts), confirmed_as, "", response = judged$response, at = judged$at)
  ranks[suppressWarnings(min(match(counts[until_progression(judged$response)], ranks)))]
}
count <- function(best, of) vapply(ranks[1:4], function(one) sum(best[of] %in% one), 0L)
limits <- function(x, n) {
  if (n == 0) return(c(NA, NA))
  if (interval == "wilson") suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int) else binom.test(x, n)$conf.int
}
unconfirmed <- vapply(of_patient, best_of, "", confirm = FALSE)
confirmed <- vapply(of_patient, best_of, "", confirm = TRUE)`;

/** What every script of images begins with. */
const begin = (head: readonly string[], csv: string, groups: readonly string[]): string[] => [
  ...head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}`),
  "# Repeats the portal's numbers in R and stops where the two differ by more than 1e-6.",
  '# Rscript this-file.R [data.csv]',
  AGREE,
  'needs(c())',
  ...fileLines(csv, 'UTF-8'),
  `groups <- ${texts(groups)}`,
  images,
];

/**
 * An R script that reads a CSV of images, computes every change of the sum of target lesions from the baseline and the best
 * of each patient, and stops where R differs: the bars of a waterfall plot and the lines of a spider plot.
 *
 * @param drawn - what the portal has.
 * @param head - lines of comment: what the figure is, of which data.
 * @param csv - the file the script reads unless its first argument names another, in UTF-8. It has a row for each image and
 *   one for each patient without any, with the columns patient (a number), group, visit, day (from time zero), at (what
 *   orders the images), unordered (1 where they have no order), sum_mm and response; a patient's images are in their order.
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: Eisenhauer et al, Eur J Cancer 2009;45:228-47, as changesOfSums.
 * Checked against: R itself: the script of images judged by hand is run if R is installed.
 */
export function changesToR(drawn: DrawnChanges, head: readonly string[], csv: string): string {
  const { groups } = drawn;
  return [
    ...begin(
      head,
      csv,
      groups.map(({ value }) => value),
    ),
    changes,
    `agree("patients", table(group), ${vector(groups.map(({ n }) => n))})`,
    `agree("patients with a change", table(group[!is.na(best)]), ${vector(groups.map((one) => one.drawn))})`,
    `agree("best change of each patient", best, ${vector(drawn.best)})`,
    `agree("change at each image", unlist(lapply(course, function(p) p$change)), ${vector(drawn.changes)})`,
    `agree("day of each image", unlist(lapply(course, function(p) p$day)), ${vector(drawn.days)})`,
    `agree("day of progression", unlist(lapply(course, function(p) p$progression)), ${vector(drawn.progressionDays)})`,
    '',
  ].join('\n');
}

/**
 * An R script that reads the same CSV of images, derives best response with and without confirmation by a later image, counts
 * patients by group, and stops where R differs.
 *
 * @param rows - the groups as the portal counted them.
 * @param confirmationDays - least days between a response and the image that confirms it.
 * @param interval - of the rates.
 * @param head - as changesToR.
 * @param csv - as changesToR.
 * @returns the text of the script; it needs base R alone.
 * @throws nothing.
 *
 * Source: Eisenhauer et al, Eur J Cancer 2009;45:228-47, table 3, as bestOfAssessments; limits are prop.test and binom.test.
 * Checked against: R itself: the script of images judged by hand is run if R is installed.
 */
export function confirmedToR(
  rows: readonly CountedResponses[],
  {
    confirmationDays,
    interval,
  }: { readonly confirmationDays: number; readonly interval: 'wilson' | 'clopper-pearson' },
  head: readonly string[],
  csv: string,
): string {
  return [
    ...begin(
      head,
      csv,
      rows.map(({ value }) => value),
    ),
    `confirmation_days <- ${confirmationDays}`,
    `interval <- ${quote(interval)}`,
    responses,
    ...rows.flatMap(({ value, unconfirmed, confirmed, limits }) => [
      '',
      `of <- group %in% ${quote(value)}`,
      `agree(${quote(`${value}, CR, PR, SD, PD`)}, count(unconfirmed, of), ${vector(unconfirmed)})`,
      `n <- count(confirmed, of)`,
      `agree(${quote(`${value}, confirmed`)}, n, ${vector(confirmed)})`,
      `agree(${quote(`${value}, limits of ORR and DCR`)}, c(limits(sum(n[1:2]), sum(of)), limits(sum(n[1:3]), sum(of))), ${vector(limits)})`,
    ]),
    '',
  ].join('\n');
}
