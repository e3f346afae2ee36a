/** How alike a voice is to itself, in a word: below `faint` nothing is learnt at all. */
export type Quality = "clear" | "fair" | "faint";

/** Clear speech has 0.8 and more. */
export function qualityOf(quality: number): Quality {
  if (quality >= 0.8) return "clear";
  return quality >= 0.65 ? "fair" : "faint";
}

/** How likely it is that a likeness is one person's, in a word. */
export type Likelihood = "almost" | "likely" | "maybe";

export function likelihoodOf(score: number): Likelihood {
  if (score >= 0.95) return "almost";
  return score >= 0.75 ? "likely" : "maybe";
}

/** The score as people say it: so many of a hundred. Never all of them: a machine is not certain. */
export function ofHundred(score: number): number {
  return Math.min(99, Math.max(0, Math.floor(score * 100)));
}
