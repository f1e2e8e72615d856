# Whether an adjusted hazard ratio differs between strata, on survival::veteran, lung and colon: a ratio for each stratum
# against a common one, both with the covariates and a baseline hazard for each stratum (coxph, Efron ties).
# Run from this folder: Rscript adjusted-interaction.R
library(survival)
interaction_of <- function(csv, time, event, group, reference, comparison, by, covariates) {
  d <- read.csv(file.path("goldens", csv), check.names = FALSE, colClasses = "character")
  d <- d[d[[group]] %in% c(reference, comparison), ]
  for (name in c(by, time, event, covariates)) d <- d[!is.na(d[[name]]) & d[[name]] != "", ]
  z <- do.call(cbind, lapply(covariates, function(name) as.numeric(d[[name]])))
  s <- Surv(as.numeric(d[[time]]), as.numeric(d[[event]])); x <- as.numeric(d[[group]] == comparison); v <- d[[by]]
  levels <- sort(unique(v), method = "radix")
  own <- do.call(cbind, lapply(levels, function(k) x * (v == k)))
  tight <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 60)
  apart <- coxph(s ~ own + z + strata(v), ties = "efron", control = tight)
  together <- coxph(s ~ x + z + strata(v), ties = "efron", control = tight)
  statistic <- 2 * (apart$loglik[2] - together$loglik[2]); df <- length(levels) - 1
  list(csv = csv, time = time, event = event, group = group, reference = reference, comparison = comparison, by = by,
       covariates = paste(covariates, collapse = " "), n = nrow(d), statistic = statistic, df = df,
       p = pchisq(statistic, df, lower.tail = FALSE))
}
cases <- list(
  interaction_of("veteran.csv", "time", "event", "trt", "1", "2", "celltype", c("karno", "age")),
  interaction_of("lung.csv", "time", "event", "sex", "1", "2", "ecog3", c("age", "wt.loss")),
  interaction_of("colon_death.csv", "time", "status", "rx", "Obs", "Lev+5FU", "differ", c("age", "nodes"))
)
written <- function(v) if (is.numeric(v)) sprintf("%.15g", v) else paste0('"', v, '"')
rows <- vapply(cases, function(one) paste0("    { ", paste0('"', names(one), '": ', vapply(one, written, ""), collapse = ", "), " }"), "")
versions <- paste0('"R": "', R.version.string, '", "survival": "', packageVersion("survival"), '"')
writeLines(c("{", '  "script": "adjusted-interaction.R",', paste0('  "versions": { ', versions, " },"), '  "cases": [',
             paste(rows, collapse = ",\n"), "  ]", "}"), "adjusted-interaction.json")
