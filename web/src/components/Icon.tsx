const paths = {
  desk: 'M3 4h6v12H3zM11 4h6v5h-6zM11 11h6v5h-6z',
  trade: 'M10 3v14M3 10h14',
  chart: 'M5 3v14M5 6h0M3.5 6h3v7h-3zM10 2v4M8.5 6h3v5h-3zM10 11v5M15 5v3M13.5 8h3v6h-3zM15 14v3',
  list: 'M3 5h14M3 10h14M3 15h14',
  orders: 'M4 7h11l-3-3M16 13H5l3 3',
  risk: 'M10 3l7.5 13.5h-15zM10 8.5v3.5M10 14.2v.3',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
  account: 'M10 10a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4zM3.5 17c.8-3.6 3.4-5 6.5-5s5.7 1.4 6.5 5',
  latency: 'M10 4.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM10 7.5V11l2.3 1.6M8 2h4',
  more: 'M4.5 10h.1M10 10h.1M15.5 10h.1',
  positions: 'M3 14l4-4 3 3 7-8M12.5 5H17v4.5',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden viewBox="0 0 20 20" width={20} height={20} fill="none" stroke="currentColor" strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round">
      <path d={paths[name]} />
    </svg>
  )
}
