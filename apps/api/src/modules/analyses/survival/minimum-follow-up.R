# Expected values of minimum-follow-up.test.ts: curves of the demonstration cohort without the patients whose time zero
# lies less than a minimum before the data cut-off. Rscript apps/api/src/modules/analyses/survival/minimum-follow-up.R; needs
# survival and jsonlite. Run from the root of the repository.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
d <- read.csv("data/demo-cohort/patients.csv", na.strings = "")
cutoff <- as.Date("2024-02-29")
months <- 24
possible <- as.Date(d$enrolled_on) + months * 30 <= cutoff
of <- function(rows) {
  kept <- d[rows, ]
  fit <- survfit(Surv(os_days, death) ~ arm, data = kept, conf.type = "log")
  t <- summary(fit)$table
  list(n = sum(rows), short = sum(!possible), chiSquare = survdiff(Surv(os_days, death) ~ arm, data = kept)$chisq,
       arms = lapply(sub("arm=", "", rownames(t)), function(a) {
         row <- t[paste0("arm=", a), ]
         list(arm = a, n = row[["records"]], events = row[["events"]], median = row[["median"]], lower = row[["0.95LCL"]],
              upper = if (is.na(row[["0.95UCL"]])) NULL else row[["0.95UCL"]])
       }))
}
write_json(list(months = months, r = paste(R.version.string, "survival", packageVersion("survival")),
                exclude = of(possible), warn = of(rep(TRUE, nrow(d)))),
           "apps/api/src/modules/analyses/survival/minimum-follow-up.json", auto_unbox = TRUE, digits = 10, pretty = TRUE, null = "null")
