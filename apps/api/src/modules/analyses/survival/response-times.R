# Expected values of response-times.test.ts: time to response, duration of response and time to next treatment of the
# demonstration cohort, derived anew from its images, later treatments and deaths, and their curves, ratios and competing
# risks. Rscript apps/api/src/modules/analyses/survival/response-times.R; needs survival, cmprsk and jsonlite. Run from the root of
# the repository.
suppressPackageStartupMessages({library(survival); library(cmprsk); library(jsonlite)})
d <- read.csv("data/demo-cohort/patients.csv", na.strings = "")
images <- read.csv("data/demo-cohort/lesions.csv")
later <- read.csv("data/demo-cohort/later.csv", na.strings = "")
d$start <- as.Date(d$enrolled_on)

# mRECIST of the sums: PD before PR, against the smallest sum so far, the baseline included.
respond <- function(own) {
  own <- own[order(own$day), ]
  baseline <- own$sum_mm[own$visit == 0]
  after <- own[own$visit > 0 & own$day > 0, ]
  nadir <- baseline
  after$response <- character(nrow(after))
  for (i in seq_len(nrow(after))) {
    sum <- after$sum_mm[i]
    after$response[i] <-
      if (isTRUE(as.logical(after$new_lesion[i])) || (nadir == 0 && sum > 0) || (nadir > 0 && sum >= 1.2 * nadir)) "PD"
      else if (sum == 0) "CR" else if (sum <= 0.7 * baseline) "PR" else "SD"
    nadir <- min(nadir, sum)
  }
  after
}
first <- function(days) if (length(days) > 0) min(days) else NA
for (i in seq_len(nrow(d))) {
  seen <- respond(images[images$id == d$patient_id[i], ])
  pd <- first(seen$day[seen$response == "PD"])
  d$pd[i] <- pd
  d$response[i] <- first(seen$day[seen$response %in% c("CR", "PR") & (is.na(pd) | seen$day <= pd)])
  d$last_image[i] <- if (nrow(seen) > 0) max(seen$day) else 0
  began <- as.numeric(as.Date(later$therapy_on[later$patient_code == d$patient_id[i]]) - d$start[i])
  d$treated[i] <- first(began[began > 0])
  d$image_until[i] <- max(0, seen$day[!is.na(d$treated[i]) & seen$day <= d$treated[i]])
}
dead <- ifelse(d$death == 1, d$os_days, NA)

d$ttr <- ifelse(!is.na(d$response), d$response, ifelse(!is.na(d$pd), d$pd, d$last_image))
d$ttr_event <- as.integer(!is.na(d$response))
end <- pmin(d$pd, dead, na.rm = TRUE)
d$dor <- ifelse(is.na(end), d$last_image, end) - d$response
d$dor_event <- as.integer(!is.na(end))
next_or_death <- pmin(d$treated, dead, na.rm = TRUE)
d$ttnt <- ifelse(is.na(next_or_death), d$os_days, next_or_death)
d$ttnt_event <- as.integer(!is.na(next_or_death))

# The second recipe of the study, time-to-progression: a death without progression censors where it is, and a later treatment
# that begins before a progression censors at the last image up to that day.
stopped <- !is.na(d$treated) & (is.na(dead) | d$treated <= dead) & (is.na(d$pd) | d$treated < d$pd)
d$ttp <- ifelse(stopped, d$image_until, ifelse(!is.na(d$pd), d$pd, ifelse(!is.na(dead), dead, d$last_image)))
d$ttp_event <- as.integer(!stopped & !is.na(d$pd))
d$dor_ttp <- ifelse(stopped & d$treated < d$response, NA, d$ttp - d$response)
d$dor_ttp_event <- ifelse(is.na(d$dor_ttp), NA, d$ttp_event)
changed <- d$ttp != ifelse(is.na(end), d$last_image, end) | d$ttp_event != as.integer(!is.na(end))

of <- function(time, event) {
  kept <- d[!is.na(d[[time]]), ]
  surv <- Surv(kept[[time]], kept[[event]])
  fit <- survfit(surv ~ arm, data = kept, conf.type = "log")
  t <- summary(fit)$table
  cox <- summary(coxph(surv ~ relevel(factor(arm), "HAIC"), data = kept, ties = "efron"))
  na <- function(x) if (is.na(x)) NULL else x
  list(n = nrow(kept), chiSquare = survdiff(surv ~ arm, data = kept)$chisq,
       ratio = cox$conf.int[1, "exp(coef)"], lower = cox$conf.int[1, "lower .95"], upper = cox$conf.int[1, "upper .95"],
       arms = lapply(sub("arm=", "", rownames(t)), function(a) {
         row <- t[paste0("arm=", a), ]
         list(arm = a, n = row[["records"]], events = row[["events"]], median = na(row[["median"]]),
              lower = na(row[["0.95LCL"]]), upper = na(row[["0.95UCL"]]))
       }))
}

# What came first: 1 the event of interest, 2 what competes with it.
competing <- function(days, cause, at) {
  found <- cuminc(days, cause, group = d$arm, cencode = 0)
  read <- timepoints(found, at)$est
  list(at = at, tests = as.list(unname(found$Tests[, "stat"])),
       curves = lapply(rownames(read), function(curve) {
         part <- strsplit(curve, " ")[[1]]
         list(arm = part[1], cause = as.integer(part[2]), estimates = as.list(unname(read[curve, ])))
       }))
}
no_response <- ifelse(is.na(end), d$last_image, end)
cause_of_response <- ifelse(d$ttr_event == 1, 1, ifelse(!is.na(end), 2, 0))
cause_of_treatment <- ifelse(!is.na(d$treated) & (is.na(dead) | d$treated <= dead), 1, ifelse(!is.na(dead), 2, 0))
# Overall survival from a landmark on, by response until then.
landmark <- 90
followed <- d[d$os_days > landmark, ]
followed$group <- ifelse(followed$ttr_event == 1 & followed$response <= landmark, "with", "without")
surv <- Surv(followed$os_days - landmark, followed$death)
fit <- survfit(surv ~ group, data = followed, conf.type = "log")
cox <- summary(coxph(surv ~ relevel(factor(group), "without"), data = followed, ties = "efron"))
table <- summary(fit)$table
at_landmark <- list(days = landmark, ended = sum(d$os_days <= landmark), chiSquare = survdiff(surv ~ group, data = followed)$chisq,
  ratio = cox$conf.int[1, "exp(coef)"], lower = cox$conf.int[1, "lower .95"], upper = cox$conf.int[1, "upper .95"],
  groups = lapply(c("without", "with"), function(g) {
    row <- table[paste0("group=", g), ]
    list(label = g, n = row[["records"]], events = row[["events"]], median = if (is.na(row[["median"]])) NULL else row[["median"]])
  }))

# Adjusted for what was known at time zero, in the same patients and times.
followed$reference <- relevel(factor(followed$group), "without")
followed$arm <- relevel(factor(followed$arm), "HAIC")
adjusted <- coxph(surv ~ reference + arm + tumor_size_mm, data = followed, ties = "efron")
of_terms <- summary(adjusted)
zph <- cox.zph(adjusted)$table
at_landmark$adjusted <- list(n = adjusted$n, events = adjusted$nevent, global = zph["GLOBAL", "chisq"],
  rows = lapply(seq_len(nrow(of_terms$conf.int)), function(i) list(
    ratio = of_terms$conf.int[i, "exp(coef)"], lower = of_terms$conf.int[i, "lower .95"],
    upper = of_terms$conf.int[i, "upper .95"], p = of_terms$coefficients[i, "Pr(>|z|)"])))

# The same by the best response of the images up to that day.
best_by <- function(id) {
  seen <- respond(images[images$id == id, ]); seen <- seen[order(seen$day), ]; seen <- seen[seen$day <= landmark, ]
  progressed <- which(seen$response == "PD")
  if (length(progressed) > 0) seen <- seen[seq_len(progressed[1]), ]
  found <- intersect(c("CR", "PR", "SD", "PD"), seen$response)
  if (length(found) > 0) found[1] else "NE"
}
followed$best <- factor(vapply(followed$patient_id, best_by, ""), c("CR", "PR", "SD", "PD", "NE"))
followed$best <- droplevels(followed$best)
medians <- summary(survfit(surv ~ best, data = followed, conf.type = "log"))$table
of_best <- summary(coxph(surv ~ best, data = followed, ties = "efron"))
at_landmark$best <- list(chiSquare = survdiff(surv ~ best, data = followed)$chisq,
  ratios = unname(of_best$conf.int[, "exp(coef)"]), p = unname(of_best$coefficients[, "Pr(>|z|)"]),
  groups = lapply(levels(followed$best), function(g) {
    row <- medians[paste0("best=", g), ]
    list(label = g, n = row[["records"]], events = row[["events"]], median = if (is.na(row[["median"]])) NULL else row[["median"]])
  }))

write_json(list(r = paste(R.version.string, "survival", packageVersion("survival"), "cmprsk", packageVersion("cmprsk")),
                treated = sum(cause_of_treatment == 1), landmark = at_landmark,
                endpoints = list(TTR = of("ttr", "ttr_event"), DOR = of("dor", "dor_event"), TTNT = of("ttnt", "ttnt_event")),
                timeToProgression = list(changed = sum(changed), PFS = of("ttp", "ttp_event"),
                                         DOR = of("dor_ttp", "dor_ttp_event")),
                competing = list(TTR = competing(ifelse(d$ttr_event == 1, d$response, no_response), cause_of_response,
                                                 c(60, 120, 180)),
                                 TTNT = competing(d$ttnt, cause_of_treatment, c(180, 360, 720))),
                patients = lapply(seq_len(nrow(d)), function(i) list(
                  d$patient_id[i], d$ttr[i], d$ttr_event[i] == 1,
                  if (is.na(d$dor[i])) NULL else d$dor[i], if (is.na(d$dor[i])) NULL else d$dor_event[i] == 1,
                  d$ttnt[i], d$ttnt_event[i] == 1)),
                secondRecipe = lapply(seq_len(nrow(d)), function(i) list(
                  d$patient_id[i], d$ttp[i], d$ttp_event[i] == 1,
                  if (is.na(d$dor_ttp[i])) NULL else d$dor_ttp[i],
                  if (is.na(d$dor_ttp[i])) NULL else d$dor_ttp_event[i] == 1))),
           "apps/api/src/modules/analyses/survival/response-times.json", auto_unbox = TRUE, digits = 10, null = "null")
