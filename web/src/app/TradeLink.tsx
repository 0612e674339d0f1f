import { Link } from '@tanstack/react-router'

/** From a chart to the entry form of its symbol. */
export function TradeLink({ symbol }: { symbol: string }) {
  return (
    <Link to="/trade" search={{ symbol }} className="chip text-primary-ink">
      Plan a trade
    </Link>
  )
}
