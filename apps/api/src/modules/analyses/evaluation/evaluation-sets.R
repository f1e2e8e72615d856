# The scores that the demonstration imports (prps of patients.csv), by set: area with DeLong limits (pROC), matrix at 0.532
# with prop.test limits, calibration (glm), Brier score, average precision, net benefit. Positive: SD and PD.
# Run from this folder: Rscript evaluation-sets.R
suppressPackageStartupMessages(library(pROC))
d <- read.csv("../../../../../../data/demo-cohort/patients.csv"); d <- d[!is.na(d$prps), ]; d$y <- as.integer(d$best_response_mrecist %in% c("SD", "PD"))
one <- function(d) { y <- d$y; p <- d$prps; n <- length(y); r <- roc(y, p, levels = c(0, 1), direction = "<", quiet = TRUE); ci <- as.numeric(ci.auc(r, method = "delong"))
  hit <- p >= 0.532; tp <- sum(hit & y == 1); fp <- sum(hit & y == 0); fn <- sum(!hit & y == 1); tn <- sum(!hit & y == 0)
  share <- function(k, m) c(k / m, suppressWarnings(prop.test(k, m, correct = FALSE))$conf.int[1:2]); l <- qlogis(p); k <- glm.control(epsilon = 1e-14, maxit = 50); s <- glm(y ~ l, family = binomial, control = k); i <- glm(y ~ offset(l), family = binomial, control = k); z <- qnorm(.975)
  wald <- function(m, k) { e <- summary(m)$coefficients[k, 1:2]; unname(c(e[1], e[1] - z * e[2], e[1] + z * e[2])) }
  o <- order(-p); t <- sort(unique(p), decreasing = TRUE); rec <- sapply(t, function(x) sum(y[p >= x]) / sum(y)); pre <- sapply(t, function(x) mean(y[p >= x]))
  nb <- function(x) mean(p >= x & y == 1) - mean(p >= x & y == 0) * x / (1 - x)
  list(n = n, nPositive = sum(y), auc = ci[c(2, 1, 3)], tp = tp, fp = fp, fn = fn, tn = tn, accuracy = share(tp + tn, n), sensitivity = share(tp, tp + fn), specificity = share(tn, tn + fp), ppv = share(tp, tp + fp), npv = share(tn, tn + fn),
    brier = mean((p - y)^2), slope = wald(s, 2), intercept = wald(i, 1), averagePrecision = sum(diff(c(0, rec)) * pre), netBenefit = sapply(c(.1, .3, .5), nb)) }
sets <- list(INTERNAL = one(d[d$slide_set == "internal", ]), EXTERNAL = one(d[d$slide_set == "external", ]), ENTIRE = one(d[d$slide_set %in% c("internal", "external"), ]))
writeLines(jsonlite::toJSON(list(script = "evaluation-sets.R", versions = list(R = R.version.string, pROC = as.character(packageVersion("pROC"))), threshold = 0.532, sets = sets), digits = NA, auto_unbox = TRUE, pretty = TRUE), "evaluation-sets.json")
