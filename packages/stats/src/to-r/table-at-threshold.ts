import { vector } from './recipe.ts';

/** A confusion table as the portal has it. */
export interface MeasuredCounts {
  readonly threshold: number;
  /** True and false positive, false and true negative. */
  readonly counts: readonly number[];
  /** By name: value and limits. */
  readonly measures: Readonly<Record<string, readonly [number | null, number | null, number | null]>>;
}

/** Shares by prop.test; of MCC and kappa the delta method by numerical derivatives, nothing where they do not vary. */
const functions = String.raw`delta <- function(k, f) {
  n <- sum(k); p <- k / n
  g <- sapply(1:4, function(i) { e <- replace(numeric(4), i, 1e-5); (f(p + e) - f(p - e)) / 2e-5 })
  v <- as.numeric(t(g) %*% (diag(p) - p %o% p) %*% g) / n
  if (is.finite(v) && v > 1e-15) sqrt(v) else NA
}
phi <- function(p) (p[1] * p[4] - p[2] * p[3]) / sqrt((p[1] + p[3]) * (p[1] + p[2]) * (p[4] + p[2]) * (p[4] + p[3]))
agreement <- function(p) { q <- p / sum(p); o <- q[1] + q[4]; e <- (q[1] + q[3]) * (q[1] + q[2]) + (q[2] + q[4]) * (q[3] + q[4]); (o - e) / (1 - e) }
ratio <- function(a, m, b, n) {
  v <- a / m / (b / n); s <- sqrt(1 / a - 1 / m + 1 / b - 1 / n)
  if (!is.finite(v)) c(NA, NA, NA) else if (!is.finite(s)) c(v, NA, NA) else c(v, v * exp(c(-1, 1) * qnorm(.975) * s))
}
measures <- function(k) {
  tp <- k[1]; fp <- k[2]; fn <- k[3]; tn <- k[4]; z <- qnorm(.975)
  a <- share(tp, tp + fn); b <- share(tn, tn + fp); j <- a[1] + b[1] - 1
  jl <- c(j - sqrt((a[1] - a[2])^2 + (b[1] - b[2])^2), j + sqrt((a[3] - a[1])^2 + (b[3] - b[1])^2))
  f <- function(v) 2 * v / (1 + v)
  m <- phi(k / sum(k)); sm <- delta(k, phi); kap <- agreement(k); sk <- delta(k, agreement)
  if (isTRUE(abs(m) >= 1)) sm <- NA
  if (isTRUE(fp + fn == 0)) sk <- NA
  list(accuracy = share(tp + tn, sum(k)), sensitivity = a, specificity = b, ppv = share(tp, tp + fp), npv = share(tn, tn + fn),
    prevalence = share(tp + fn, sum(k)), f1 = f(share(tp, tp + fp + fn)), balancedAccuracy = (c(j, jl) + 1) / 2, youdenJ = c(j, jl),
    likelihoodRatioPositive = ratio(tp, tp + fn, fp, fp + tn), likelihoodRatioNegative = ratio(fn, tp + fn, tn, fp + tn),
    mcc = c(m, tanh(atanh(m) + c(-1, 1) * z * sm / (1 - m^2))), kappa = c(kap, pmin(1, pmax(-1, kap + c(-1, 1) * z * sk))))
}`;

/** Lines that count the table at its threshold and compare it, and what follows from it. */
export function tableLines({ threshold, counts, measures }: MeasuredCounts): string[] {
  return [
    functions,
    `called <- (d$score >= ${threshold}) != is_flipped`,
    'counts <- c(sum(called & is_positive), sum(called & !is_positive), sum(!called & is_positive), sum(!called & !is_positive))',
    `agree("matrix", counts, ${vector(counts)})`,
    'found <- measures(counts)',
    ...Object.entries(measures).map(([name, values]) => `agree("${name}, limits", found$${name}, ${vector(values)})`),
  ];
}
