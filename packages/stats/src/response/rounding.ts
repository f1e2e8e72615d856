/** Diameters are decimals held in binary; a limit met exactly on paper must be met here too, mm. */
export const ROUNDING = 1e-9;
