# Expected values of survival-subgroups-adjusted.test.ts: hazard ratios of the demonstration cohort within subgroups, adjusted
# for age, tumour size and sex but for the variable that makes the subgroups, and the likelihood ratio of a ratio for each
# subgroup against a common one. Rscript apps/api/src/modules/analyses/survival/survival-subgroups-adjusted.R; needs survival and
# jsonlite. Run from the root of the repository.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
d <- read.csv("data/demo-cohort/patients.csv", na.strings = "")
# One covariate is missing in some, as in a study.
d$tumor_size_mm[d$patient_id %in% c("SYN-0001", "SYN-0002", "SYN-0003")] <- NA
d$group <- as.numeric(d$arm == "HTI")
d$male <- as.numeric(d$sex == "male")
used <- d[!is.na(d$tumor_size_mm), ]
tight <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60)
formula_of <- function(groups, names) as.formula(paste("Surv(os_days, death) ~", paste(c(groups, names), collapse = " + ")))
names_of <- c(ageYears = "age_years", tumourSizeMm = "tumor_size_mm", sex = "male")
line <- function(rows, without = NULL) {
  own <- used[rows, ]
  f <- summary(coxph(formula_of("group", names_of[setdiff(names(names_of), without)]), data = own, control = tight))
  list(n = c(sum(own$group == 0), sum(own$group == 1)), events = c(sum(own$death[own$group == 0]), sum(own$death[own$group == 1])),
       ratio = f$conf.int["group", "exp(coef)"], lower = f$conf.int["group", "lower .95"], upper = f$conf.int["group", "upper .95"],
       p = f$coefficients["group", "Pr(>|z|)"])
}
variable <- function(name, parts) {
  used$part <<- parts
  covariates <- names_of[setdiff(names(names_of), name)]
  levels <- sort(unique(parts))
  own <- paste0("I(group * (part == ", levels, "))")
  apart <- coxph(formula_of(own, c(covariates, "strata(part)")), data = used, control = tight)
  together <- coxph(formula_of("group", c(covariates, "strata(part)")), data = used, control = tight)
  statistic <- 2 * (apart$loglik[2] - together$loglik[2])
  list(variable = name, rows = lapply(levels, function(k) line(used$part == k, name)), statistic = statistic,
       df = length(levels) - 1, p = pchisq(statistic, length(levels) - 1, lower.tail = FALSE))
}
# The cut-point is that of everybody, whether or not a covariate is known.
cut <- median(d$age_years)
write_json(list(r = paste(R.version.string, "survival", packageVersion("survival")), left = nrow(d) - nrow(used), cut = cut,
                all = line(rep(TRUE, nrow(used))),
                variables = list(variable("portalVeinThrombus", used$pvtt), variable("ageYears", as.numeric(used$age_years >= cut)))),
           "apps/api/src/modules/analyses/survival/survival-subgroups-adjusted.json", auto_unbox = TRUE, digits = 10, pretty = TRUE)
