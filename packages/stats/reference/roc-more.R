# Around the ROC curve: thresholds by rule (pROC::coords on aSAH), a bootstrap of its area (pROC::auc of the same
# resamples, drawn with a linear congruential generator), calibration curves (lowess, prop.test) and averages over
# classes (formulas on MASS::lda of iris).
source("write.R"); suppressPackageStartupMessages(library(pROC))
data(aSAH); y <- as.integer(aSAH$outcome == "Poor"); s <- aSAH$s100b; w <- as.integer(as.character(aSAH$wfns))
curve <- function(score, direction) roc(y, score, levels = c(0, 1), direction = direction, quiet = TRUE)
best <- function(r, how) unname(as.list(as.data.frame(t(coords(r, "best", best.method = how, ret = c("threshold", "sensitivity", "specificity"), transpose = FALSE)))))
atLeast <- function(r, se = NULL, sp = NULL) { all <- coords(r, "all", ret = c("threshold", "sensitivity", "specificity"), transpose = FALSE)
  if (!is.null(se)) { k <- all[all$sensitivity >= se, ]; k <- k[k$specificity == max(k$specificity), ]; k <- k[k$sensitivity == max(k$sensitivity), ] }
  else { k <- all[all$specificity >= sp, ]; k <- k[k$sensitivity == max(k$sensitivity), ]; k <- k[k$specificity == max(k$specificity), ] }
  list(unname(unlist(k[1, ]))) }
rules <- function(score, direction) { r <- curve(score, direction); list(score = score, direction = direction, youden = best(r, "youden"), topLeft = best(r, "closest.topleft"), sensitive = atLeast(r, se = .9), specific = atLeast(r, sp = .8)) }
state <- 20240229; uniform <- function() { state <<- (1664525 * state + 1013904223) %% 2^32; (state + .5) / 2^32 }
bootstrap <- function(score, times) { state <<- 20240229; p <- score[y == 1]; q <- score[y == 0]
  areas <- sapply(seq_len(times), function(i) { a <- p[sapply(seq_along(p), function(j) floor(uniform() * length(p)) + 1)]; b <- q[sapply(seq_along(q), function(j) floor(uniform() * length(q)) + 1)]
    as.numeric(auc(roc(rep(c(1, 0), c(length(a), length(b))), c(a, b), levels = c(0, 1), direction = "<", quiet = TRUE))) })
  list(seed = 20240229, replicates = times, auc = as.numeric(curve(score, "<")$auc), se = sd(areas), limits = unname(quantile(areas, c(.025, .975)))) }
pima <- MASS::Pima.te; fit <- glm(type ~ glu + bmi, binomial, MASS::Pima.tr); prob <- round(unname(predict(fit, pima, type = "response")), 6); z <- as.integer(pima$type == "Yes")
smooth <- lowess(prob, z, iter = 0); keep <- !duplicated(smooth$x)
cut_ <- cut(prob, quantile(prob, 0:5 / 5), include.lowest = TRUE); n <- as.vector(table(cut_)); o <- as.vector(tapply(z, cut_, sum))
limits <- t(sapply(seq_along(n), function(i) prop.test(o[i], n[i], correct = FALSE)$conf.int[1:2]))
l <- MASS::lda(Species ~ Sepal.Length + Sepal.Width, iris); m <- table(iris$Species, predict(l)$class); tp <- diag(m); pr <- tp / colSums(m); re <- tp / rowSums(m); f <- 2 * pr * re / (pr + re); share <- rowSums(m) / sum(m)
write_reference("roc-more", list(
  outcome = y, thresholds = list(rules(s, "<"), rules(w, "<"), rules(aSAH$age, ">")), bootstrap = list(c(list(score = s), bootstrap(s, 400)), c(list(score = w), bootstrap(w, 300))),
  calibration = list(prob = prob, outcome = z, predicted = smooth$x[keep], observed = pmin(1, pmax(0, smooth$y[keep])), n = n, events = o, lower = limits[, 1], upper = limits[, 2]),
  classes = list(table = unname(lapply(1:3, function(i) as.vector(m[i, ]))), labels = levels(iris$Species), precision = unname(pr), recall = unname(re), f1 = unname(f), macro = c(mean(pr), mean(re), mean(f)), weighted = c(sum(share * pr), sum(share * re), sum(share * f)), accuracy = sum(tp) / sum(m))))
