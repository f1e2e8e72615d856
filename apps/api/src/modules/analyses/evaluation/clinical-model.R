# Expected values of clinical-model.test.ts: the clinical model of the demonstration cohort, fitted in R from its file.
# Rscript apps/api/src/modules/analyses/evaluation/clinical-model.R; needs pROC and jsonlite. Run from the root of the repository.
suppressPackageStartupMessages({library(pROC); library(jsonlite)})
d <- read.csv("data/demo-cohort/patients.csv", na.strings = "")
d <- d[d$slide_set != "none" & d$best_response_mrecist %in% c("CR", "PR", "SD", "PD"), ]
d$positive <- as.integer(d$best_response_mrecist %in% c("SD", "PD"))
train <- d[d$slide_set == "training", ]
in_order <- function(x, codes) factor(x, levels = codes[codes %in% x])
train$bclcStage <- in_order(train$bclc, c("0", "A", "B", "C", "D"))
train$childPughClass <- in_order(train$child_pugh, c("A", "B", "C"))
d$bclcStage <- factor(d$bclc, levels = levels(train$bclcStage))
d$childPughClass <- factor(d$child_pugh, levels = levels(train$childPughClass))
for (name in c("tumor_size_mm", "pvtt", "extrahepatic_metastasis", "age_years")) {
  ours <- c(tumor_size_mm = "tumourSizeMm", pvtt = "portalVeinThrombus", extrahepatic_metastasis = "extrahepaticMetastasis",
            age_years = "ageYears")[[name]]
  train[[ours]] <- train[[name]]
  d[[ours]] <- d[[name]]
}
f <- glm(positive ~ tumourSizeMm + ageYears + bclcStage + childPughClass + portalVeinThrombus + extrahepaticMetastasis,
         data = train, family = binomial, control = glm.control(1e-14, 100))
s <- summary(f)$coefficients
z <- qnorm(0.975)
rows_of <- function(s) {
  rows <- rownames(s)[-1]
  setNames(lapply(rows, function(k) list(or = exp(s[k, 1]), lower = exp(s[k, 1] - z * s[k, 2]),
                                         upper = exp(s[k, 1] + z * s[k, 2]), p = s[k, 4])), rows)
}
coefficients <- rows_of(s)
# Fields that a study adds, which the test makes from the same columns: one of each kind that a model takes.
own <- transform(train, own_older = as.integer(age_years >= 60), own_points = ecog_ps + (child_pugh == "B"),
                 own_burden = ifelse(lesion_count == 1, NA, tumor_size_mm * lesion_count / 100),
                 own_size_class = cut(tumor_size_mm, c(0, 80, 120, Inf), right = FALSE, labels = c("small", "medium", "large")),
                 own_pain = ecog_ps + 2)
g <- glm(positive ~ extrahepaticMetastasis + own_older + own_burden + own_points + own_size_class + own_pain,
         data = own, family = binomial, control = glm.control(1e-14, 100))
of_study <- list(n = nobs(g), nDropped = nrow(own) - nobs(g), intercept = coef(g)[[1]],
                 coefficients = rows_of(summary(g)$coefficients))
curve <- function(rows, score) roc(rows$positive, score, levels = c(0, 1), direction = "<", quiet = TRUE)
fitted <- roc(train$positive, fitted(f), levels = c(0, 1), direction = "<", quiet = TRUE)
best <- coords(fitted, "best", best.method = "youden", transpose = FALSE)
d$clinical <- predict(f, d, type = "response")
sets <- list(TRAINING = "training", INTERNAL = "internal", EXTERNAL = "external", ENTIRE = c("internal", "external"))
areas <- lapply(sets, function(names) {
  rows <- d[d$slide_set %in% names & !is.na(d$clinical), ]
  ci <- as.numeric(ci.auc(curve(rows, rows$clinical), method = "delong"))
  list(n = nrow(rows), nPositive = sum(rows$positive), auc = ci[2], lower = max(0, ci[1]), upper = min(1, ci[3]))
})
both <- d[d$slide_set %in% sets$ENTIRE & !is.na(d$clinical) & !is.na(d$prps), ]
test <- roc.test(curve(both, both$prps), curve(both, both$clinical), paired = TRUE, method = "delong")
delong <- list(n = nrow(both), aucImported = as.numeric(test$estimate[1]), aucClinical = as.numeric(test$estimate[2]),
               difference = as.numeric(test$estimate[1] - test$estimate[2]), p = as.numeric(test$p.value))
result <- list(n = nrow(train), nPositive = sum(train$positive), coefficients = coefficients, intercept = s[1, 1], ofStudy = of_study,
               threshold = best$threshold[1], sets = areas, delong = delong,
               versions = list(R = R.version.string, pROC = as.character(packageVersion("pROC"))))
write_json(result, "apps/api/src/modules/analyses/evaluation/clinical-model.json", auto_unbox = TRUE, digits = 14, pretty = TRUE)
