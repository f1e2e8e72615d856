# Start-stop input (time-dependent covariates, left truncation): survival::heart, in which a transplant begins during
# follow-up, and survival::cgd, in which infections recur. coxph, cox.zph, concordance, basehaz and survfit.
source("write.R"); suppressPackageStartupMessages(library(survival))
tight <- coxph.control(eps = 1e-12, iter.max = 60, toler.chol = 1e-13)
h <- data.frame(id = heart$id, start = heart$start, stop = heart$stop, event = heart$event, age = heart$age, surgery = heart$surgery, transplant = as.integer(heart$transplant) - 1L)
h$start <- round(h$start); h$stop <- ifelse(h$stop <= h$start, h$start + 0.5, h$stop); h$w <- 1 + (h$id %% 3) / 2
g <- data.frame(id = cgd$id, start = cgd$tstart, stop = cgd$tstop, event = cgd$status, treat = as.integer(cgd$treat) - 1L, age = cgd$age, steroids = cgd$steroids, inherit = as.integer(cgd$inherit))
one <- function(f, z = TRUE) { s <- summary(f); b <- basehaz(f, centered = FALSE); cn <- f$concordance
  zph <- function(t) { m <- cox.zph(f, transform = t)$table; list(chisq = unname(m[, 1]), p = unname(m[, 3])) }
  list(coef = unname(coef(f)), se = unname(sqrt(diag(f$var))), naive = unname(sqrt(diag(if (is.null(f$naive.var)) f$var else f$naive.var))), logLik = f$loglik,
    score = unname(s$sctest["test"]), robustScore = if (is.null(s$robscore)) NULL else unname(s$robscore["test"]),
    concordance = unname(cn[c("concordant", "discordant", "tied.x", "tied.y", "tied.xy", "concordance", "std")]),
    baseline = list(time = b$time, hazard = b$hazard), km = if (z) zph("km") else NULL, identity = if (z) zph("identity") else NULL) }
S <- Surv(h$start, h$stop, h$event); R <- Surv(g$start, g$stop, g$event)
write_reference("cox-start-stop", list(
  heart = as.list(h), cgd = as.list(g),
  fits = list(
    efron = one(coxph(S ~ age + surgery + transplant, h, control = tight)),
    breslow = one(coxph(S ~ age + surgery + transplant, h, ties = "breslow", control = tight)),
    single = one(coxph(S ~ transplant, h, control = tight)),
    clustered = one(coxph(S ~ age + transplant, h, cluster = id, control = tight)),
    weighted = one(coxph(S ~ age + transplant, h, weights = w, cluster = id, control = tight), z = FALSE),
    stratified = one(coxph(S ~ age + transplant + strata(surgery), h, control = tight)),
    recurrent = one(coxph(R ~ treat + age + steroids, g, cluster = id, control = tight)),
    recurrentStrata = one(coxph(R ~ treat + age + strata(inherit), g, cluster = id, ties = "breslow", control = tight)))))
