// Funding over time: what was paid and received, and at which rates. Pure.
import type { Line } from '@/components/chart/LineChart'
import { add, parse, toText, zero, type Decimal } from '@/lib/decimal'
import type { BotFunding } from '@/lib/api/types'

const hourMs = 3_600_000

/** Sums by hour or by day (UTC), exactly, oldest first. */
export function paymentBars(payments: BotFunding['payments'], bucketMs: number = hourMs): Line {
  const sums = new Map<number, Decimal>()
  for (const { at, amount_usd: amount } of payments) {
    const bucket = Math.floor(Date.parse(at) / bucketMs) * bucketMs
    sums.set(bucket, add(sums.get(bucket) ?? zero, parse(amount)))
  }
  const points = [...sums].sort(([a], [b]) => a - b).map(([time, sum]) => ({ time, value: toText(sum) }))
  return { name: 'Net', kind: 'bars', ink: 'primary', points }
}

const inks = ['primary', 'warning', 'muted'] as const

/** What a short receives of each asset, a fraction an hour; at most three assets, the rest by their file. */
export function rateLines(rates: BotFunding['rates']): Line[] {
  const assets = [...new Set(rates.map(({ asset }) => asset))].sort().slice(0, inks.length)
  return assets.map((asset, index) => {
    const byTime = new Map(rates.filter((rate) => rate.asset === asset).map((rate) => [Date.parse(rate.timestamp), rate.funding_received_rate]))
    return { name: asset, kind: 'line', ink: inks[index]!, points: [...byTime].sort(([a], [b]) => a - b).map(([time, value]) => ({ time, value })) }
  })
}
