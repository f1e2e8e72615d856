# Cox models the other references leave out: clusters, strata with the robust variance, exact ties in strata, fractional times.
source("write.R"); suppressPackageStartupMessages(library(survival))
d <- lung[complete.cases(lung[, c("time", "status", "age", "sex", "inst", "ph.karno")]), ]
d$w <- 1 + (d$age %% 5) / 10; d$months <- d$time / 30.4375
tight <- coxph.control(eps = 1e-12, iter.max = 60, toler.chol = 1e-13)
one <- function(f) { s <- summary(f); list(coef = unname(coef(f)), se = unname(sqrt(diag(f$var))), logLik = f$loglik, concordance = unname(f$concordance["concordance"]), concordanceSe = unname(f$concordance["std"]), robustScore = if (is.null(s$robscore)) NULL else unname(s$robscore["test"])) }
columns <- list(time = d$time, months = d$months, event = as.integer(d$status == 2), age = d$age, sex = d$sex, karno = d$ph.karno, inst = d$inst, w = d$w)
S <- Surv(d$time, d$status == 2)
write_reference("cox-cluster", list(columns = columns,
  cluster = one(coxph(S ~ age + sex, d, cluster = inst, control = tight)),
  weightedCluster = one(coxph(S ~ age + sex, d, weights = w, cluster = inst, ties = "breslow", control = tight)),
  robustStrata = one(coxph(S ~ age + ph.karno + strata(sex), d, robust = TRUE, weights = w, control = tight)),
  exactStrata = one(coxph(S ~ age + ph.karno + strata(sex), d, ties = "exact", control = tight)),
  months = one(coxph(Surv(months, status == 2) ~ age + sex, d, control = tight))))
