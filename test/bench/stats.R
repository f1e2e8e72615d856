# Times R on the columns the benchmark wrote: Rscript stats.R <folder> <n> <n10> <covariates> <repeats>
# Prints "time <name> <milliseconds of processor time>" and "answer <name> <number>". Exit code 3: survival is not there.
if (!suppressWarnings(suppressPackageStartupMessages(require(survival, quietly = TRUE)))) quit(status = 3)
a <- commandArgs(TRUE); n <- as.integer(a[2]); m <- as.integer(a[3]); p <- as.integer(a[4]); repeats <- as.integer(a[5])
column <- function(name, what, size, length = n) readBin(file.path(a[1], name), what, length, size = size)
days <- column("days.i32", "integer", 4); event <- column("event.u8", "integer", 1)
group <- column("group.u8", "integer", 1); age <- column("age.f64", "double", 8)
x <- matrix(column("x.f64", "double", 8, m * p), m); first <- seq_len(m)
processor <- function(expression) sum(system.time(expression)[c("user.self", "sys.self")])
timed <- function(name, expression) {
  e <- substitute(expression)
  seconds <- sapply(seq_len(repeats), function(i) { gc(FALSE); processor(answer <<- eval(e, globalenv())) })
  cat("time", name, median(seconds) * 1000, "\n")
  answer
}
answers <- function(name, values) cat(sprintf("answer %s%d %.15g\n", name, seq_along(values), values), sep = "")

f <- timed("kaplanMeier", survfit(Surv(days, event) ~ group, conf.type = "log-log"))
at <- summary(f, times = c(100, 1000, 3000)); answers("survival", at$surv); answers("lower", at$lower)
g <- timed("logRank", survdiff(Surv(days, event) ~ group)); answers("chiSquare", g$chisq)
answers("ratio", exp(coef(timed("coxGroups", coxph(Surv(days, event) ~ group)))))
answers("age", coef(timed("cox", coxph(Surv(days, event) ~ age))))
answers("x", coef(timed("coxMany", coxph(Surv(days[first], event[first]) ~ x))))
if (suppressWarnings(suppressPackageStartupMessages(require(pROC, quietly = TRUE)))) {
  curve <- function(score) roc(event[first], score, levels = c(0, 1), direction = "<", quiet = TRUE)
  z <- timed("delong", roc.test(curve(x[, 1]), curve(x[, 2]), method = "delong", paired = TRUE)); answers("z", z$statistic)
}
