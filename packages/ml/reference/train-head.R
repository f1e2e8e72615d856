# Trains the two-neuron layer by hand in R, from first weights drawn here, and writes data, weights and curve to
# train-head.json. `Rscript train-head.R` in this folder. Base R alone.
#
# Two logits, softmax, binary cross-entropy (weighted mean over the cases), Adam (Kingma & Ba 2015, algorithm 1) on all
# cases at once. Features are centred by the training part's mean, rounded to float32, and divided by its deviation (n).
set.seed(11)
n_train <- 14; n_tune <- 7; d <- 6; epochs <- 300; rate <- 0.01
to_float32 <- function(v) readBin(writeBin(v, raw(), size = 4), "numeric", n = length(v), size = 4)
draw <- function(n) matrix(to_float32(rnorm(n * d, mean = 3, sd = 2)), n, d)
x_train <- draw(n_train); x_tune <- draw(n_tune)
x_train[, d] <- 1.5; x_tune[, d] <- 1.5                        # constant in the training part: left out
signal <- function(x) x[, 1] - x[, 2] + rnorm(nrow(x))
y_train <- as.integer(rank(-signal(x_train)) <= 5)             # 5 positive of 14
y_tune <- as.integer(rank(-signal(x_tune)) <= 3)
bound <- 1 / sqrt(d)
w0 <- matrix(runif(2 * d, -bound, bound), 2, d); b0 <- runif(2, -bound, bound)

softplus <- function(v) pmax(v, 0) + log1p(exp(-abs(v)))
train <- function(standardise, weights) {
  centre <- if (standardise) to_float32(colMeans(x_train)) else rep(0, d)
  spread <- sqrt(colMeans(sweep(x_train, 2, centre)^2))
  factor <- if (standardise) ifelse(spread > 1e-6 * abs(centre), 1 / spread, 0) else rep(1, d)
  prepare <- function(x) sweep(sweep(x, 2, centre), 2, factor, "*")
  z <- prepare(x_train); zt <- prepare(x_tune)
  case_weight <- function(y) weights[y + 1] / sum(weights[y + 1])
  margin <- function(p, x) drop(x %*% (p$w[2, ] - p$w[1, ])) + p$b[2] - p$b[1]
  loss <- function(p, x, y) sum(case_weight(y) * softplus(ifelse(y == 1, -1, 1) * margin(p, x)))
  area <- function(s, y) mean(outer(s[y == 1], s[y == 0], function(a, b) (a > b) + (a == b) / 2))
  p <- list(w = w0, b = b0)
  m <- list(w = 0 * w0, b = 0 * b0); v <- m
  curve <- NULL; best <- NULL; best_loss <- Inf
  for (t in seq_len(epochs)) {
    probability <- 1 / (1 + exp(-margin(p, z)))
    slope <- case_weight(y_train) * (probability - y_train)
    by_feature <- drop(crossprod(z, slope))
    g <- list(w = rbind(-by_feature, by_feature), b = c(-sum(slope), sum(slope)))
    for (k in c("w", "b")) {
      m[[k]] <- 0.9 * m[[k]] + 0.1 * g[[k]]
      v[[k]] <- 0.999 * v[[k]] + 0.001 * g[[k]]^2
      p[[k]] <- p[[k]] - rate * (m[[k]] / (1 - 0.9^t)) / (sqrt(v[[k]] / (1 - 0.999^t)) + 1e-8)
    }
    now <- c(loss(p, z, y_train), loss(p, zt, y_tune), area(margin(p, z), y_train), area(margin(p, zt), y_tune))
    curve <- rbind(curve, now)
    if (now[2] < best_loss) { best_loss <- now[2]; best <- list(epoch = t, p = p) }
  }
  w <- sweep(best$p$w, 2, factor, "*")
  raw <- list(w = w, b = best$p$b)
  score <- function(x) 1 / (1 + exp(-margin(raw, sweep(x, 2, centre))))
  list(bestEpoch = best$epoch, centre = centre, weight = c(t(w)), bias = best$p$b,
    trainingLoss = curve[, 1], tuningLoss = curve[, 2], trainingAuc = curve[, 3], tuningAuc = curve[, 4],
    trainingScores = score(x_train), tuningScores = score(x_tune))
}
balanced <- c(n_train / (2 * sum(y_train == 0)), n_train / (2 * sum(y_train == 1)))
cases <- list(
  standardised = train(TRUE, c(1, 1)),
  balanced = train(TRUE, balanced),
  raw = train(FALSE, c(1, 1)))

number <- function(v) paste0("[", paste(trimws(formatC(v, digits = 17, format = "g")), collapse = ", "), "]")
field <- function(v) if (length(v) == 1) trimws(formatC(v, digits = 17, format = "g")) else number(v)
object <- function(l) paste0("{", paste0("\"", names(l), "\": ", vapply(l, function(v) if (is.list(v)) object(v) else field(v), ""), collapse = ",\n "), "}")
writeLines(object(list(
  madeBy = 0, width = d, epochs = epochs, learningRate = rate,
  training = c(t(x_train)), trainingPositive = y_train, tuning = c(t(x_tune)), tuningPositive = y_tune,
  startWeight = c(t(w0)), startBias = b0, cases = cases)) |>
  sub(pattern = "\"madeBy\": 0", replacement = paste0("\"madeBy\": \"reference/train-head.R, ", R.version.string, "\"")),
  "train-head.json")
