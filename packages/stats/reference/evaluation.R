# What an evaluation of a score adds to the ROC curve: a bootstrap band (pROC::coords of the same resamples, drawn with a
# linear congruential generator), precision and recall, limits of the measures of a confusion table (prop.test; the delta
# method by numerical derivatives), areas of groups (pROC::roc.test), reclassification (formulas), a restricted cubic
# spline in a Cox model (splines::ns with the same knots) and the corrected p of a cut that was searched for (formula).
source("write.R"); suppressPackageStartupMessages({ library(pROC); library(survival); library(splines) })
data(aSAH); y <- as.integer(aSAH$outcome == "Poor"); s <- aSAH$s100b; w <- as.integer(as.character(aSAH$wfns)); d <- aSAH$ndka
state <- 0; uniform <- function() { state <<- (1664525 * state + 1013904223) %% 2^32; (state + .5) / 2^32 }
at <- seq(0, 1, .1)
band <- function(score, times) { state <<- 20240229; p <- score[y == 1]; q <- score[y == 0]
  all <- sapply(seq_len(times), function(i) { a <- p[sapply(seq_along(p), function(j) floor(uniform() * length(p)) + 1)]; b <- q[sapply(seq_along(q), function(j) floor(uniform() * length(q)) + 1)]
    r <- roc(rep(c(1, 0), c(length(a), length(b))), c(a, b), levels = c(0, 1), direction = "<", quiet = TRUE)
    se <- sapply(at, function(x) { hit <- abs(r$specificities - x) < 1e-12; if (any(hit)) max(r$sensitivities[hit]) else coords(r, x, input = "specificity", ret = "sensitivity", transpose = FALSE)[1, 1] })
    c(as.numeric(r$auc), se) })
  limits <- apply(all, 1, quantile, c(.025, .5, .975), names = FALSE)
  list(score = score, seed = 20240229, replicates = times, specificity = at, aucLimits = limits[c(1, 3), 1], lower = limits[1, -1], median = limits[2, -1], upper = limits[3, -1]) }
pr <- function(score, sign) { t <- sort(unique(score), decreasing = sign > 0); called <- lapply(t, function(x) if (sign > 0) score >= x else score <= x)
  precision <- sapply(called, function(k) mean(y[k])); recall <- sapply(called, function(k) sum(y[k]) / sum(y)); ap <- sum(diff(c(0, recall)) * precision)
  z <- qnorm(.975) / sqrt(sum(y) * ap * (1 - ap)); list(score = score, sign = sign, thresholds = t, recall = recall, precision = precision, average = ap, limits = plogis(qlogis(ap) + c(-1, 1) * z)) }
delta <- function(x, f) { n <- sum(x); p <- x / n; g <- sapply(1:4, function(i) { h <- 1e-5; e <- replace(numeric(4), i, h); (f(p + e) - f(p - e)) / (2 * h) }); sqrt(as.numeric(t(g) %*% (diag(p) - p %o% p) %*% g) / n) }
phi <- function(p) (p[1] * p[4] - p[2] * p[3]) / sqrt((p[1] + p[3]) * (p[1] + p[2]) * (p[4] + p[2]) * (p[4] + p[3]))
kap <- function(p) { q <- p / sum(p); o <- q[1] + q[4]; e <- (q[1] + q[3]) * (q[1] + q[2]) + (q[2] + q[4]) * (q[3] + q[4]); (o - e) / (1 - e) }
measures <- function(tp, fp, fn, tn) { x <- c(tp, fp, fn, tn); z <- qnorm(.975); wilson <- function(k, n) prop.test(k, n, correct = FALSE)$conf.int[1:2]
  se <- tp / (tp + fn); sp <- tn / (tn + fp); a <- wilson(tp, tp + fn); b <- wilson(tn, tn + fp); j <- se + sp - 1
  jl <- c(j - sqrt((se - a[1])^2 + (sp - b[1])^2), j + sqrt((a[2] - se)^2 + (b[2] - sp)^2)); f <- function(v) 2 * v / (1 + v)
  lr <- function(v, var) c(v, v * exp(c(-1, 1) * z * sqrt(var))); m <- phi(x / sum(x)); k <- kap(x / sum(x)); sm <- delta(x, phi); sk <- delta(x, kap)
  list(counts = list(tp = tp, fp = fp, fn = fn, tn = tn), prevalence = c((tp + fn) / sum(x), wilson(tp + fn, sum(x))), f1 = c(f(tp / (tp + fp + fn)), f(wilson(tp, tp + fp + fn))),
    balancedAccuracy = (c(j, jl) + 1) / 2, youdenJ = c(j, jl), likelihoodRatioPositive = lr(se / (1 - sp), 1 / tp - 1 / (tp + fn) + 1 / fp - 1 / (fp + tn)),
    likelihoodRatioNegative = lr((1 - se) / sp, 1 / fn - 1 / (tp + fn) + 1 / tn - 1 / (fp + tn)), mcc = c(m, tanh(atanh(m) + c(-1, 1) * z * sm / (1 - m^2))), kappa = c(k, pmin(1, pmax(-1, k + c(-1, 1) * z * sk)))) }
g <- as.character(aSAH$gender); areas <- lapply(c("Female", "Male"), function(x) roc(y[g == x], s[g == x], levels = c(0, 1), direction = "<", quiet = TRUE))
two <- roc.test(areas[[1]], areas[[2]], method = "delong"); thirds <- cut(aSAH$age, c(0, 45, 60, 100)); three <- lapply(split(seq_along(y), thirds), function(i) roc(y[i], s[i], levels = c(0, 1), direction = "<", quiet = TRUE))
ar <- sapply(three, auc); va <- sapply(three, var); q <- sum((ar - weighted.mean(ar, 1 / va))^2 / va)
p1 <- round(unname(fitted(glm(y ~ aSAH$age, family = binomial))), 6); p2 <- round(unname(fitted(glm(y ~ aSAH$age + s + w, family = binomial))), 6)
reclass <- function(a, b, ca, cb) { z <- qnorm(.975); u <- a >= ca; v <- b >= cb; e <- y == 1; net <- function(up, down, n) c((up - down) / n, sqrt((up + down)) / n)
  full <- function(est, se) c(est, est - z * se, est + z * se, 2 * pnorm(-abs(est / se))); P <- net(sum(v & !u & e), sum(u & !v & e), sum(e)); N <- net(sum(u & !v & !e), sum(v & !u & !e), sum(!e))
  CP <- net(sum(b > a & e), sum(b < a & e), sum(e)); CN <- net(sum(b < a & !e), sum(b > a & !e), sum(!e)); D <- b - a
  cells <- function(k) c(sum(!u & !v & k), sum(v & !u & k), sum(u & !v & k), sum(u & v & k))
  list(a = a, b = b, cutA = ca, cutB = cb, ofPositives = cells(e), ofNegatives = cells(!e), netOfPositives = full(P[1], P[2]), netOfNegatives = full(N[1], N[2]), net = full(P[1] + N[1], sqrt(P[2]^2 + N[2]^2)),
    continuous = full(CP[1] + CN[1], sqrt(CP[2]^2 + CN[2]^2)), integrated = full(mean(D[e]) - mean(D[!e]), sqrt(var(D[e]) / sum(e) + var(D[!e]) / sum(!e)))) }
l <- lung[!is.na(lung$age), ]; ev <- as.integer(l$status == 2); kn <- unname(quantile(l$age, c(.05, .35, .65, .95))); fit <- coxph(Surv(time, ev) ~ ns(age, knots = kn[2:3], Boundary.knots = kn[c(1, 4)]), l)
rc <- function(x, k) { q <- length(k); f <- function(v) pmax(v, 0)^3; cbind(x, sapply(1:(q - 2), function(j) (f(x - k[j]) - f(x - k[q - 1]) * (k[q] - k[j]) / (k[q] - k[q - 1]) + f(x - k[q]) * (k[q - 1] - k[j]) / (k[q] - k[q - 1])) / (k[q] - k[1])^2)) }
B <- rc(l$age, kn); rfit <- coxph(Surv(time, ev) ~ B, l); curved <- drop(t(coef(rfit)[2:3]) %*% solve(vcov(rfit)[2:3, 2:3]) %*% coef(rfit)[2:3])
grid <- c(45, 55, 60, 65, 75); N <- function(x) ns(x, knots = kn[2:3], Boundary.knots = kn[c(1, 4)]); W <- sweep(N(grid), 2, N(60)); se <- sqrt(diag(W %*% vcov(fit) %*% t(W)))
 lp <- predict(fit, data.frame(age = grid), type = "lp", reference = "zero"); ref <- predict(fit, data.frame(age = 60), type = "lp", reference = "zero")
cut_p <- function(p, e) { z <- qnorm(1 - p / 2); f <- dnorm(z); f * (z - 1 / z) * log((1 - e)^2 / e^2) + 4 * f / z }
write_reference("evaluation", list(outcome = y, bands = list(band(s, 300), band(w, 200)), precisionRecall = list(pr(s, 1), pr(w, 1), pr(d, -1)),
  measures = list(measures(18, 9, 23, 63), measures(12, 3, 5, 27), measures(7, 2, 1, 9)),
  heterogeneity = list(list(areas = as.numeric(sapply(areas, auc)), se = sqrt(sapply(areas, var)), q = unname(two$statistic)^2, p = pchisq(unname(two$statistic)^2, 1, lower.tail = FALSE), df = 1), list(areas = unname(as.numeric(ar)), se = unname(sqrt(va)), q = q, p = pchisq(q, 2, lower.tail = FALSE), df = 2)),
  reclassification = list(reclass(p1, p2, .3, .3), reclass(p2, p1, .4, .5)),
  spline = list(time = l$time, event = ev, age = l$age, knots = kn, logLik = as.numeric(logLik(fit)), grid = grid, logHazardRatio = unname(lp - ref), p = unname(1 - pchisq(2 * diff(fit$loglik), 3)), se = unname(se), nonlinearityP = pchisq(curved, 2, lower.tail = FALSE)),
  cut = list(list(p = .05, share = .1, corrected = cut_p(.05, .1)), list(p = .01, share = .1, corrected = cut_p(.01, .1)), list(p = .001, share = .05, corrected = cut_p(.001, .05)))))
