# Reference calls on more public data: Rscript make.R (in this folder; needs survival, pROC, MASS, cmprsk, jsonlite).
# Data: gbsg, retinopathy, kidney, transplant (survival); infert, ToothGrowth, airquality, PlantGrowth, mtcars (datasets);
# Pima.te (MASS). The functions that ask R are those of ../goldens/lib.R.
source("../goldens/lib.R")
here <- "."
keep <- function(d, file) { wcsv(d, file.path(here, file)); d }

g <- survival::gbsg
g <- keep(data.frame(time = g$rfstime, event = g$status, hormon = g$hormon, meno = g$meno, grade = g$grade, age = g$age, size = g$size, nodes = g$nodes, pgr = g$pgr, months = round(g$rfstime / 30.4375, 4), w = 1 + (g$age %% 4) / 4), "gbsg.csv")
wcase(here, "gbsg", "gbsg.csv", list(
  call1(g, "km", list(time = "time", event = "event", group = "hormon", confType = "log-log", times = c(0, 365, 1000, 2659, 5000), rmstTau = 2000, quantiles = c(.05, .5, .6))),
  call1(g, "km", list(time = "months", event = "event", group = "grade", confType = "plain", confLevel = .99, times = c(12, 24.5))),
  call1(g, "km", list(time = "time", event = "event", group = "hormon", weights = "w", robust = TRUE, confType = "log", times = c(365, 730))),
  call1(g, "km", list(time = "time", event = "event", group = "hormon", weights = "w", robust = FALSE, confType = "log-log", times = c(365, 730))),
  call1(g, "logrank", list(time = "time", event = "event", group = "grade")),
  call1(g, "logrank", list(time = "time", event = "event", group = "grade", strata = c("hormon", "meno"), rho = 1)),
  call1(g, "logrank", list(time = "time", event = "event", group = "hormon", strata = "grade", rho = 0.5)),
  call1(g, "cox", list(time = "time", event = "event", terms = num_t("hormon"), ties = "efron", zph = TRUE, baseline = TRUE)),
  call1(g, "cox", list(time = "time", event = "event", terms = num_t("hormon"), ties = "breslow", zph = TRUE)),
  call1(g, "cox", list(time = "time", event = "event", terms = c(num_t("hormon", "age", "size", "nodes", "pgr"), fac_t("grade", c("1", "2", "3"))), ties = "efron", zph = TRUE)),
  call1(g, "cox", list(time = "time", event = "event", terms = num_t("hormon", "nodes"), strata = c("grade", "meno"), ties = "breslow", zph = TRUE, baseline = TRUE)),
  call1(g, "cox", list(time = "time", event = "event", terms = num_t("hormon", "nodes"), weights = "w", robust = TRUE, ties = "efron")),
  call1(g, "cox", list(time = "months", event = "event", terms = num_t("hormon", "size"), ties = "exact")),
  call1(g, "ttest", list(value = "size", group = "hormon", varEqual = FALSE)),
  call1(g, "wilcoxon", list(value = "nodes", group = "hormon", exact = FALSE, correct = TRUE)),
  call1(g, "kruskal", list(value = "nodes", group = "grade")),
  call1(g, "chisq", list(row = "grade", col = "hormon", correct = FALSE)),
  call1(g, "fisher", list(row = "grade", col = "meno"))))

r <- survival::retinopathy
r <- keep(data.frame(id = r$id, time = r$futime, event = r$status, trt = r$trt, type = as.character(r$type), laser = as.character(r$laser), risk = r$risk), "retinopathy.csv")
wcase(here, "retinopathy", "retinopathy.csv", list(
  call1(r, "cox", list(time = "time", event = "event", terms = c(num_t("trt"), fac_t("type", c("juvenile", "adult"))), cluster = "id", ties = "efron")),
  call1(r, "cox", list(time = "time", event = "event", terms = num_t("trt", "risk"), strata = "type", cluster = "id", ties = "breslow")),
  call1(r, "km", list(time = "time", event = "event", group = "trt", confType = "log", times = c(10, 30, 60), rmstTau = 60)),
  call1(r, "km", list(time = "time", event = "event", group = "type", levels = c("juvenile", "adult"), reverse = TRUE, confType = "plain")),
  call1(r, "logrank", list(time = "time", event = "event", group = "trt", strata = "id"))))

k <- survival::kidney
k <- keep(data.frame(id = k$id, time = k$time, event = k$status, age = k$age, female = k$sex - 1, disease = as.character(k$disease)), "kidney.csv")
disease <- c("Other", "GN", "AN", "PKD")
wcase(here, "kidney", "kidney.csv", list(
  call1(k, "km", list(time = "time", event = "event", group = "disease", levels = disease, confType = "log", times = c(7, 30, 100, 600))),
  call1(k, "logrank", list(time = "time", event = "event", group = "disease", levels = disease)),
  call1(k, "cox", list(time = "time", event = "event", terms = c(num_t("age", "female"), fac_t("disease", disease)), ties = "efron", zph = TRUE)),
  call1(k, "cox", list(time = "time", event = "event", terms = c(num_t("age", "female")), ties = "exact")),
  call1(k, "cox", list(time = "time", event = "event", terms = num_t("female"), robust = TRUE, ties = "efron"))))

t <- survival::transplant
t <- keep(data.frame(time = t$futime, status = c(censored = 0, death = 2, ltx = 1, withdraw = 3)[as.character(t$event)], sex = as.character(t$sex), abo = as.character(t$abo), age = t$age), "transplant.csv")
wcase(here, "transplant", "transplant.csv", list(
  call1(t, "cif", list(time = "time", status = "status", times = c(30, 90, 365, 1000))),
  call1(t, "cif", list(time = "time", status = "status", group = "sex", levels = c("f", "m"), times = c(30, 365))),
  call1(t, "cif", list(time = "time", status = "status", group = "abo", levels = c("A", "B", "AB", "O"), times = c(90, 365, 700)))))

i <- datasets::infert
i <- keep(data.frame(case = i$case, spontaneous = i$spontaneous, induced = i$induced, age = i$age, parity = i$parity, education = as.character(i$education)), "infert.csv")
education <- c("0-5yrs", "6-11yrs", "12+ yrs")
wcase(here, "infert", "infert.csv", list(
  call1(i, "logistic", list(outcome = "case", terms = num_t("spontaneous", "induced", "age", "parity"))),
  call1(i, "logistic", list(outcome = "case", terms = c(num_t("spontaneous", "induced"), fac_t("education", education)))),
  call1(i, "roc", list(outcome = "case", score = "spontaneous", direction = "<", at = c(0.5, 1.5))),
  call1(i, "roc", list(outcome = "case", score = "induced", direction = ">")),
  call1(i, "delong", list(outcome = "case", scoreA = "spontaneous", scoreB = "parity")),
  call1(i, "fisher", list(row = "education", col = "induced")),
  call1(i, "chisq", list(row = "spontaneous", col = "case", correct = TRUE)),
  call1(i, "chisq", list(row = "education", col = "parity", correct = FALSE))))

p <- MASS::Pima.te
p <- keep(data.frame(diabetic = as.integer(p$type == "Yes"), glu = p$glu, bmi = p$bmi, ped = p$ped, age = p$age, npreg = p$npreg), "pima.csv")
wcase(here, "pima", "pima.csv", list(
  call1(p, "logistic", list(outcome = "diabetic", terms = num_t("glu", "bmi", "ped", "age", "npreg"))),
  call1(p, "roc", list(outcome = "diabetic", score = "glu", direction = "<", at = c(100, 126.5, 140))),
  call1(p, "roc", list(outcome = "diabetic", score = "ped", direction = "<")),
  call1(p, "delong", list(outcome = "diabetic", scoreA = "glu", scoreB = "bmi")),
  call1(p, "delong", list(outcome = "diabetic", scoreA = "age", scoreB = "npreg"))))

w <- datasets::ToothGrowth; w$supp <- as.character(w$supp); w <- keep(w, "tooth.csv")
wcase(here, "tooth", "tooth.csv", list(
  call1(w, "ttest", list(value = "len", group = "supp", varEqual = TRUE)),
  call1(w, "ttest", list(value = "len", group = "supp", levels = c("VC", "OJ"), varEqual = FALSE)),
  call1(w, "wilcoxon", list(value = "len", group = "supp", exact = FALSE, correct = FALSE)),
  call1(w, "wilcoxon", list(value = "len", group = "supp", exact = TRUE, correct = TRUE)),
  call1(w, "kruskal", list(value = "len", group = "dose"))))

a <- datasets::airquality; a <- keep(data.frame(ozone = a$Ozone, wind = a$Wind, month = a$Month, late = as.integer(a$Month >= 8)), "airquality.csv")
wcase(here, "airquality", "airquality.csv", list(
  call1(a, "kruskal", list(value = "ozone", group = "month")),
  call1(a, "ttest", list(value = "ozone", group = "late", varEqual = FALSE)),
  call1(a, "wilcoxon", list(value = "ozone", group = "late", exact = FALSE, correct = TRUE))))

m <- datasets::mtcars; m <- keep(data.frame(mpg = round(m$mpg + seq_len(nrow(m)) / 1000, 3), am = m$am, vs = m$vs, gear = m$gear, carb = m$carb), "mtcars.csv")
wcase(here, "mtcars", "mtcars.csv", list(
  call1(m, "wilcoxon", list(value = "mpg", group = "am", exact = TRUE)),
  call1(m, "wilcoxon", list(value = "mpg", group = "vs", exact = TRUE)),
  call1(m, "fisher", list(row = "gear", col = "carb")),
  call1(m, "fisher", list(row = "am", col = "gear")),
  call1(m, "fisher", list(row = "am", col = "vs")),
  call1(m, "chisq", list(row = "am", col = "vs", correct = TRUE))))

inline <- function(fn, list_of_args) lapply(list_of_args, function(args) call1(NULL, fn, args))
wcase(here, "inline", NULL, c(
  inline("binomci", lapply(list(c(3, 7), c(99, 100), c(1, 1000), c(2500, 5000), c(2, 2)), function(v) list(x = v[1], n = v[2]))),
  inline("confusion", lapply(list(c(1, 0, 0, 1), c(40, 10, 5, 200), c(0, 4, 6, 90), c(7, 0, 3, 0)), function(v) list(tp = v[1], fp = v[2], fn = v[3], tn = v[4]))),
  inline("fisher", list(list(table = matrix(c(8, 2, 1, 5), 2)), list(table = matrix(c(1, 9, 11, 3), 2)), list(table = datasets::HairEyeColor[1:3, 1:3, 2]), list(table = matrix(c(3, 0, 2, 1, 4, 2, 0, 1, 5), 3)))),
  inline("chisq", list(list(table = unclass(apply(datasets::UCBAdmissions, 1:2, sum)), correct = TRUE), list(table = unclass(apply(datasets::Titanic, c(1, 4), sum)), correct = FALSE)))))
