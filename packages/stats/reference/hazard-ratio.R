# Two-group hazard ratios on survival::lung and a heavily tied sample: coxph, and the O, E, V forms from survdiff.
source("write.R"); suppressPackageStartupMessages(library(survival))
tight <- coxph.control(eps = 1e-12, iter.max = 60)
one <- function(days, event, group) {
  z <- qnorm(.975); d <- survdiff(Surv(days, event) ~ group); o <- d$obs; e <- d$exp; v <- d$var[2, 2]
  cox <- function(ties) { s <- coef(summary(coxph(Surv(days, event) ~ group, ties = ties, control = tight))); c(exp(s[1]), exp(s[1] - z * s[3]), exp(s[1] + z * s[3]), s[5]) }
  k <- (o[2] - e[2]) / v; r <- log((o[2] / e[2]) / (o[1] / e[1])); sr <- sqrt(1 / e[1] + 1 / e[2]); p <- pchisq(d$chisq, 1, lower.tail = FALSE)
  list(days = days, event = event, group = group, efron = cox("efron"), breslow = cox("breslow"), mantelHaenszel = c(exp(k), exp(k - z / sqrt(v)), exp(k + z / sqrt(v)), p), logRank = c(exp(r), exp(r - z * sr), exp(r + z * sr), p))
}
set.seed(3); n <- 80; g <- rep(0:1, each = n / 2); t <- pmin(12, ceiling(rexp(n, ifelse(g == 1, .12, .25)))); e <- rbinom(n, 1, .75)
write_reference("hazard-ratio", list(lung = one(lung$time, as.integer(lung$status == 2), lung$sex - 1), tied = one(t, e, g)))
