# What printed numbers can be of: every count, every table, every half pair in turn, without a formula for which are near.
# Exact integer arithmetic decides how a share a/b is written with d digits: |a 10^d - v b| against b / 2 and b, v the
# printed digits as a whole number.
source("write.R")
as_written <- function(a, b, v, d, of = 1) { off <- of * a * 10^d - v * b; ifelse(2 * abs(off) <= b, "rounded", ifelse(off > 0 & off < b, "truncated", ifelse(off < 0 & -off < b, "roundedUp", "none"))) }
whole <- function(value, d) round(value * 10^d)
counts <- function(value, d, n, of) { k <- 0:n; w <- as_written(k, n, whole(value, d), d, of); below <- k[of * k * 10^d < whole(value, d) * n]; above <- k[of * k * 10^d > whole(value, d) * n]
  list(value = value, decimals = d, n = n, of = of, rounded = I(k[w == "rounded"]), truncated = I(k[w == "truncated"]), below = if (length(below)) max(below) else NULL, above = if (length(above)) min(above) else NULL) }
tables <- function(n, accuracy, ppv, npv, sensitivity, specificity, f1) { p <- c(accuracy = accuracy, ppv = ppv, npv = npv, sensitivity = sensitivity, specificity = specificity, f1 = f1)
  g <- expand.grid(tp = 0:n, fp = 0:n, fn = 0:n); g <- g[g$tp + g$fp + g$fn <= n, ]; g$tn <- n - g$tp - g$fp - g$fn
  num <- with(g, cbind(tp + tn, tp, tn, tp, tn, 2 * tp)); den <- with(g, cbind(n, tp + fp, tn + fn, tp + fn, tn + fp, 2 * tp + fp + fn))
  hit <- sapply(1:6, function(j) den[, j] > 0 & as_written(num[, j], den[, j], whole(p[j], 2), 2) == "rounded")
  off <- sapply(1:6, function(j) ifelse(den[, j] > 0, abs(num[, j] / den[, j] - p[j]), Inf)); worst <- apply(off, 1, max); m <- min(worst)
  near <- g[worst <= m + 1e-12, ]; near <- near[order(near$tp, near$fn, near$fp), ]
  list(n = n, printed = as.list(p), matching = sum(rowSums(hit) == 6), mostMatched = max(rowSums(hit)), deviation = m, closest = unname(lapply(seq_len(nrow(near)), function(i) as.list(near[i, ])))) }
auc <- function(value, d, m, n) { u <- 0:(2 * m * n); w <- as_written(u, 2 * m * n, whole(value, d), d); kind <- function(how) if (any(w == how & u %% 2 == 0)) "yes" else if (any(w == how)) "ties" else "no"
  below <- u[u * 10^d < whole(value, d) * 2 * m * n]; above <- u[u * 10^d > whole(value, d) * 2 * m * n]; r <- kind("rounded")
  list(value = value, decimals = d, nPositive = m, nNegative = n, rounded = r, truncated = if (r == "no") kind("truncated") else "no", below = if (length(below)) max(below) / (2 * m * n) else NULL, above = if (length(above)) min(above) / (2 * m * n) else NULL) }
splits <- function(value, d, n) { each <- lapply(1:(n - 1), function(m) auc(value, d, m, n - m)); each <- Filter(function(e) e$rounded != "no", each)
  list(value = value, decimals = d, n = n, splits = I(lapply(each, function(e) list(nPositive = e$nPositive, nNegative = e$nNegative, needsTies = e$rounded == "ties")))) }
days <- function(value, d, month) { u <- 0:4000; list(value = value, decimals = d, monthDays = month, days = I(u[as_written(u * 16, 2 * month * 16, whole(value, d), d) == "rounded"] / 2)) }
ratio <- function(r, l, u, level = .95) { se <- log(u / l) / (2 * qnorm((1 + level) / 2)); list(ratio = r, lower = l, upper = u, confidence = level, logStdErr = se, z = log(r) / se, pValue = 2 * pnorm(-abs(log(r) / se))) }
written <- function(a, b, value, d) list(numerator = a, denominator = b, value = value, decimals = d, as = as_written(a, b, whole(value, d), d))
write_reference("attainable", list(
  written = list(written(37, 47, .78, 2), written(37, 47, .79, 2), written(36, 47, .77, 2), written(1, 8, .12, 2), written(1, 8, .13, 2), written(2, 3, .66, 2), written(1, 3, .34, 2), written(1, 3, .35, 2), written(265, 281, .943, 3), written(264, 281, .9395, 4), written(0, 5, 0, 2), written(5, 5, 1, 2)),
  counts = list(counts(93.95, 2, 281, 100), counts(92.06, 2, 378, 100), counts(86.6, 2, 97, 100), counts(46.03, 2, 378, 100), counts(.77, 2, 19, 1), counts(.78, 2, 47, 1), counts(.79, 2, 28, 1), counts(70, 0, 194, 100), counts(0, 2, 7, 100), counts(100, 2, 7, 100), counts(12.5, 1, 1000, 100), counts(33.4, 1, 3, 100)),
  tables = list(tables(47, .78, .78, .77, .78, .77, .78), tables(19, .77, .77, .77, .77, .77, .77), tables(28, .79, .80, .78, .80, .78, .79), tables(26, .77, .77, .77, .77, .77, .77), tables(45, .78, .78, .77, .78, .77, .78), tables(20, .85, .8, .9, .89, .82, .84)),
  auc = list(auc(.735, 3, 7, 12), auc(.735, 3, 2, 17), auc(.735, 3, 5, 14), auc(.853, 3, 13, 15), auc(.853, 3, 8, 20), auc(.853, 3, 3, 25), auc(.778, 3, 20, 27), auc(1, 3, 4, 4), auc(0, 2, 4, 4), auc(.5, 1, 1, 1)),
  splits = list(splits(.735, 3, 19), splits(.853, 3, 28), splits(.778, 3, 47)),
  days = list(days(10.9, 1, 30), days(8.633, 3, 30), days(14.09, 2, 30), days(17.84, 2, 30), days(15.97, 2, 30), days(20.167, 3, 30), days(20.167, 3, 30.4375), days(25, 1, 30.4375), days(0, 1, 30)),
  ratio = list(ratio(.572, .407, .802), ratio(.382, .251, .580), ratio(2, 1, 4, .9))))
