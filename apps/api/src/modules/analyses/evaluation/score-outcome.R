# Score and outcome: survival's lung as patients of two arms (sex) with a score (age scaled to 0 … 1), and a response drawn
# from its other columns. Curves, hazard ratios and log-rank tests in each arm, both interactions, the score as a number in
# strata of the arm, the searched cut. Run from this folder: Rscript score-outcome.R
suppressPackageStartupMessages(library(survival))
l <- lung[!is.na(lung$ph.ecog), ]; d <- data.frame(days = l$time, event = as.integer(l$status == 2), arm = ifelse(l$sex == 1, "A", "B"), score = round((l$age - 35) / 50, 3), responded = as.integer(l$ph.ecog == 0))
threshold <- 0.5; d$high <- as.integer(d$score >= threshold); z <- qnorm(.975)
arm <- function(a) { s <- d[d$arm == a, ]; m <- coxph(Surv(days, event) ~ high, s); ci <- exp(confint(m)); k <- survfit(Surv(days, event) ~ 1, s[s$high == 1, ], conf.type = "log-log"); t <- summary(k)$table
  list(arm = a, hazardRatio = c(exp(coef(m)), ci, summary(m)$coefficients[5]), logRankP = pchisq(survdiff(Surv(days, event) ~ high, s)$chisq, 1, lower.tail = FALSE), nHigh = sum(s$high), nLow = sum(1 - s$high), medianHigh = unname(t[c("median", "0.95LCL", "0.95UCL")]),
    responders = sum(s$responded[s$high == 1])) }
i <- coxph(Surv(days, event) ~ high * I(arm == "B"), d); g <- glm(responded ~ high * I(arm == "B"), binomial, d, control = glm.control(epsilon = 1e-14))
p <- coxph(Surv(days, event) ~ I(score * 10) + strata(arm), d)
q <- sort(d$score); n <- length(q); from <- q[ceiling(n * .1) + 1]; to <- q[floor(n * .9) + 1]; cuts <- unique(q[q > from & q <= to])
ps <- sapply(cuts, function(x) pchisq(survdiff(Surv(days, event) ~ (score >= x), d)$chisq, 1, lower.tail = FALSE)); zz <- qnorm(1 - min(ps) / 2); f <- dnorm(zz)
writeLines(jsonlite::toJSON(list(script = "score-outcome.R", versions = list(R = R.version.string, survival = as.character(packageVersion("survival"))), threshold = threshold, patients = d[, c("score", "arm", "days", "event", "responded")],
  arms = lapply(c("A", "B"), arm), survivalInteractionP = summary(i)$coefficients[3, 5], responseInteractionP = summary(g)$coefficients[4, 4], per01 = unname(c(exp(coef(p)), exp(confint(p)), summary(p)$coefficients[5])),
  cut = list(cut = cuts[which.min(ps)], p = min(ps), corrected = min(1, f * (zz - 1 / zz) * log(.9^2 / .1^2) + 4 * f / zz))), digits = NA, auto_unbox = TRUE, na = "null"), "score-outcome.json")
