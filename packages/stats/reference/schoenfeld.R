# Scaled Schoenfeld residuals with the curve and band of plot.cox.zph, on survival::lung and ::veteran: of numbers, of a
# category as one term, and within strata. The curve is read from the call that the plot makes.
source("write.R"); suppressPackageStartupMessages({library(survival); library(splines)})
tight <- coxph.control(eps = 1e-12, iter.max = 60, toler.chol = 1e-13)
l <- lung[complete.cases(lung[, c("time", "status", "age", "sex", "ph.ecog")]), ]; l$event <- as.integer(l$status == 2)
l$ecog <- factor(pmin(l$ph.ecog, 2))
v <- veteran
drawn <- function(z, i) { at <- seq(min(z$x), max(z$x), length = 40); y <- z$y[, i]
  b <- ns(c(at, z$x), df = 4, intercept = TRUE); P <- b[1:40, ]; X <- b[-(1:40), ]
  q <- qr(X); hat <- drop(P %*% qr.coef(q, y)); k <- backsolve(qr.R(q), diag(4)); se <- sqrt(z$var[i, i] * rowSums((P %*% k %*% t(k)) * P))
  list(time = at, estimate = hat, lower = hat - 2 * se, upper = hat + 2 * se) }
of <- function(z) list(day = unname(z$time), time = unname(z$x), terms = lapply(seq_len(ncol(z$y)), function(i)
  list(term = colnames(z$y)[i], residuals = unname(z$y[, i]), smooth = drawn(z, i))))
write_reference("schoenfeld", list(
  lung = list(days = l$time, event = l$event, age = l$age, sex = l$sex, ecog = as.character(l$ecog)),
  veteran = list(days = v$time, event = v$status, karno = v$karno, age = v$age, celltype = as.character(v$celltype)),
  numbers = of(cox.zph(coxph(Surv(time, event) ~ age + sex, l, control = tight))),
  category = of(cox.zph(coxph(Surv(time, event) ~ age + ecog, l, control = tight))),
  identity = of(cox.zph(coxph(Surv(time, event) ~ age + sex, l, control = tight, ties = "breslow"), "identity")),
  strata = of(cox.zph(coxph(Surv(time, status) ~ karno + age + strata(celltype), v, control = tight)))))
