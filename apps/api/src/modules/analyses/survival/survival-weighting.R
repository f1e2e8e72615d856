# Weighting of survival::colon: ATT weights, and stabilised ATE weights truncated at the 5th and 95th percentile (type 7).
# Run in this folder: Rscript survival-weighting.R
suppressPackageStartupMessages(library(survival))
d <- read.csv("../../../../../../packages/stats/reference/goldens/colon_iptw.csv")
f <- glm(treat ~ age + sex + obstruct + adhere + nodes + differ + extent, binomial, d, control = glm.control(1e-14, 100))
e <- unname(fitted(f)); t <- d$treat == 1
att <- ifelse(t, 1, e / (1 - e)); ate <- ifelse(t, mean(t) / e, mean(!t) / (1 - e))
q <- quantile(ate, c(.05, .95)); cut <- pmin(pmax(ate, q[1]), q[2])
of <- function(w) { f <- coxph(Surv(time, status) ~ treat, d, weights = w, robust = TRUE, control = coxph.control(eps = 1e-12, iter.max = 60))
  s <- function(v) (weighted.mean(v[t], w[t]) - weighted.mean(v[!t], w[!t])) / sqrt((var(v[t]) + var(v[!t])) / 2)
  list(hr = unname(exp(coef(f))), lower = exp(confint(f))[1], upper = exp(confint(f))[2], p = summary(f)$coefficients[, 6],
    effective = c(sum(w[!t])^2 / sum(w[!t]^2), sum(w[t])^2 / sum(w[t]^2)), smd = sapply(d[c("age", "nodes", "extent")], s)) }
adjusted <- coxph(Surv(time, status) ~ treat + age + sex + obstruct + adhere + nodes + differ + extent, d, control = coxph.control(eps = 1e-12))
writeLines(jsonlite::toJSON(list(script = "survival-weighting.R", R = R.version.string, survival = as.character(packageVersion("survival")),
  att = of(att), truncated = c(of(cut), n = sum(ate < q[1] | ate > q[2])), adjusted = unname(exp(coef(adjusted)["treat"]))), digits = NA, auto_unbox = TRUE, pretty = TRUE), "survival-weighting.json")
