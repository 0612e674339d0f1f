import { useEffect } from 'react'
import { useTotals } from '@/features/positions/useTotals'
import { money } from '@/lib/format'
import { usePageTitle } from '@/lib/pageTitle'

/** The number of positions and their profit, for the tab in the background. */
export function TabTitle() {
  const { count, currency, unrealized } = useTotals()
  const profit = currency && unrealized !== null ? ` ${money(unrealized, { currency, signed: true })}` : ''
  const page = usePageTitle()
  const title = [count ? `(${count})${profit}` : '', page, 'Robson'].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}
