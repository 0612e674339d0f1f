// How long to wait before the next attempt: under a second first, then 1 s doubling to 30 s, each with jitter, so that
// a thousand pages do not come back in the same instant.
const firstMs = 500
const longestMs = 30_000

export function delayBefore(attempt: number, random: () => number): number {
  const ceiling = attempt <= 0 ? firstMs : Math.min(longestMs, 2000 * 2 ** (Math.min(attempt, 10) - 1))
  return ceiling / 2 + (random() * ceiling) / 2
}
