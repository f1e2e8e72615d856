# Curves predicted by a Cox model for one subject: survfit(coxph, newdata) on survival::lung, ::veteran and ::heart.
source("write.R"); suppressPackageStartupMessages(library(survival))
tight <- coxph.control(eps = 1e-12, iter.max = 60, toler.chol = 1e-13)
l <- lung[complete.cases(lung[, c("time", "status", "age", "sex", "ph.karno")]), ]; l$event <- as.integer(l$status == 2); l$w <- 1 + (l$age %% 5) / 10
h <- heart; h$transplant <- as.integer(h$transplant) - 1L; h$start <- round(h$start); h$stop <- ifelse(h$stop <= h$start, h$start + 0.5, h$stop)
curve <- function(f, new, type = "log-log") { s <- survfit(f, newdata = new, conf.type = type); q <- quantile(s, .5)
  list(time = s$time, atRisk = s$n.risk, surv = as.vector(s$surv), logStdErr = as.vector(s$std.err), cumHaz = as.vector(s$cumhaz), lower = as.vector(s$lower), upper = as.vector(s$upper), median = unname(c(q$quantile, q$lower, q$upper))) }
S <- Surv(l$time, l$event)
write_reference("predicted-survival", list(
  lung = as.list(l[, c("time", "event", "age", "sex", "ph.karno", "w")]), heart = as.list(h[, c("start", "stop", "event", "age", "transplant")]),
  efron = curve(coxph(S ~ age + sex + ph.karno, l, control = tight), data.frame(age = 60, sex = 2, ph.karno = 80)),
  breslow = curve(coxph(S ~ age + sex, l, ties = "breslow", control = tight), data.frame(age = 45, sex = 1), "log"),
  robust = curve(coxph(S ~ age + sex, l, weights = w, robust = TRUE, control = tight), data.frame(age = 70, sex = 1), "plain"),
  strata = curve(coxph(S ~ age + strata(sex), l, control = tight), data.frame(age = 50, sex = 2)),
  startStop = curve(coxph(Surv(start, stop, event) ~ age + transplant, h, control = tight), data.frame(age = 0, transplant = 1))))
