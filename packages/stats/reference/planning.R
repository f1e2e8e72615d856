# Planning and preparation: detectable hazard ratio (Schoenfeld's formula solved for the ratio), standardised mean
# differences (the formula on MASS::birthwt), complete cases of datasets::airquality, restricted means of
# survival::veteran (survfit's own, and their difference).
source("write.R"); suppressPackageStartupMessages(library(survival))
ratio <- function(events, power, share, alpha) list(events = events, power = power, share = share, alpha = alpha, ratio = exp(-(qnorm(1 - alpha / 2) + qnorm(power)) / sqrt(events * share * (1 - share))))
b <- MASS::birthwt; b$w <- 1 + b$age / 40
smd <- function(v) { t <- b$smoke == 1; s <- sqrt((var(v[t]) + var(v[!t])) / 2); c((mean(v[t]) - mean(v[!t])) / s, (weighted.mean(v[t], b$w[t]) - weighted.mean(v[!t], b$w[!t])) / s) }
a <- datasets::airquality; full <- complete.cases(a[, c("Ozone", "Solar.R")])
v <- veteran; rmst <- function(trt, tau) { t <- summary(survfit(Surv(time, status) ~ 1, v[v$trt == trt, ]), rmean = tau)$table; unname(t[c("rmean", "se(rmean)")]) }
difference <- function(tau) { x <- rmst(1, tau); y <- rmst(2, tau); d <- y[1] - x[1]; s <- sqrt(x[2]^2 + y[2]^2); list(tau = tau, reference = x, comparison = y, difference = d, se = s, lower = d - qnorm(.975) * s, upper = d + qnorm(.975) * s, p = 2 * pnorm(-abs(d / s))) }
write_reference("planning", list(
  detectable = list(ratio(247, .8, .5, .05), ratio(100, .9, 97 / 378, .01), ratio(20, .5, .5, .05)),
  smd = list(smoke = b$smoke, w = b$w, age = b$age, lwt = b$lwt, ht = b$ht, differences = list(age = smd(b$age), lwt = smd(b$lwt), ht = smd(b$ht))),
  complete = list(ozone = a$Ozone, solar = a$Solar.R, rows = which(full) - 1L),
  rmst = list(time = v$time, status = v$status, trt = v$trt, at = list(difference(180), difference(365)))))
