/**
 * A function of R that stops where two lists of numbers differ by more than 1e-6. Where the environment names a file,
 * nothing stops: it begins with a line of JSON, {"version", "lacks", "packages"}, the last those that are used with their
 * versions, and each list is added to it as one, {"what", "engine", "r", "portal", "agrees"}, where the engine is that of a repeated survival analysis, missing numbers null.
 */
export const AGREE = String.raw`part <- ""; engine <- ""
agreed_file <- Sys.getenv("AGREED_NUMBERS")
json_texts <- function(x) paste0("[", paste0("\"", x, "\"", recycle0 = TRUE, collapse = ","), "]")
# What is in also is used where it is installed. The profile limits of a glm, MASS's before, are R's own since 4.4.
needs <- function(packages, also = c()) {
  packages <- packages[packages != "MASS" | getRversion() < "4.4.0"]
  here <- function(names) names[vapply(names, requireNamespace, NA, quietly = TRUE)]
  lacks <- setdiff(packages, here(packages)); used <- here(c(packages, also))
  versions <- paste(used, vapply(used, function(name) packageDescription(name, fields = "Version"), ""), recycle0 = TRUE)
  said <- paste0("{\"version\":\"", R.version.string, "\",\"lacks\":", json_texts(lacks), ",\"packages\":", json_texts(versions), "}")
  if (agreed_file != "") writeLines(said, agreed_file)
  if (length(lacks) > 0) stop("needs the R package ", paste(lacks, collapse = ", "))
  for (name in packages) suppressPackageStartupMessages(library(name, character.only = TRUE))
}
json_list <- function(x) paste0("[", paste(x, collapse = ","), "]")
json_numbers <- function(x) {
  known <- is.finite(x)
  json_list(ifelse(known, sprintf("%.17g", x), ifelse(is.na(x), "null", ifelse(x > 0, "\"Inf\"", "\"-Inf\""))))
}
note <- function(what, r, portal, agrees) {
  what <- gsub("([\"\\\\])", "\\\\\\1", gsub("[[:cntrl:]]", " ", enc2utf8(what)))
  numbers <- paste0("\"r\":", json_numbers(r), ",\"portal\":", json_numbers(portal))
  line <- paste0("{\"what\":\"", what, "\",\"engine\":\"", engine, "\",", numbers, ",\"agrees\":", json_list(ifelse(agrees, "true", "false")), "}")
  to <- file(agreed_file, "ab")
  on.exit(close(to))
  writeLines(line, to, useBytes = TRUE)
}
agree <- function(what, r, portal) {
  what <- paste0(part, what)
  r <- as.numeric(r); portal <- as.numeric(portal); r[is.nan(r)] <- NA
  if (length(r) != length(portal)) {
    if (agreed_file == "") stop(what, ": R has ", length(r), " numbers, the portal ", length(portal))
    return(note(paste0(what, ", how many"), length(r), length(portal), FALSE))
  }
  known <- !is.na(r) & !is.na(portal)
  apart <- known & r != portal & abs(r - portal) > 1e-6 * pmax(1, abs(r))
  differs <- is.na(r) != is.na(portal) | apart
  if (agreed_file != "") return(note(what, r, portal, !differs))
  wrong <- which(differs)
  if (length(wrong) > 0) stop(what, "[", wrong[1], "]: R has ", r[wrong[1]], ", the portal ", portal[wrong[1]])
  cat(what, "agrees\n")
}`;
