/** A function of R that stops where two lists of numbers differ by more than 1e-6. */
export const AGREE = `agree <- function(what, r, portal) {
  r <- as.numeric(r); portal <- as.numeric(portal); r[is.nan(r)] <- NA
  if (length(r) != length(portal)) stop(what, ": R has ", length(r), " numbers, the portal ", length(portal))
  known <- !is.na(r) & !is.na(portal)
  apart <- known & r != portal & abs(r - portal) > 1e-6 * pmax(1, abs(r))
  wrong <- which(is.na(r) != is.na(portal) | apart)
  if (length(wrong) > 0) stop(what, "[", wrong[1], "]: R has ", r[wrong[1]], ", the portal ", portal[wrong[1]])
  cat(what, "agrees\\n")
}`;
