const paths = {
  desk: 'M3 4h6v12H3zM11 4h6v5h-6zM11 11h6v5h-6z',
  trade: 'M10 3v14M3 10h14',
  chart: 'M5 3v14M5 6h0M3.5 6h3v7h-3zM10 2v4M8.5 6h3v5h-3zM10 11v5M15 5v3M13.5 8h3v6h-3zM15 14v3',
  list: 'M3 5h14M3 10h14M3 15h14',
  orders: 'M4 7h11l-3-3M16 13H5l3 3',
  risk: 'M10 3l7.5 13.5h-15zM10 8.5v3.5M10 14.2v.3',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
  log: 'M5 3h10v14H5zM8 7h4M8 10h4M8 13h2.5',
  account: 'M10 10a3.2 3.2 0 100-6.4 3.2 3.2 0 000 6.4zM3.5 17c.8-3.6 3.4-5 6.5-5s5.7 1.4 6.5 5',
  latency: 'M10 4.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM10 7.5V11l2.3 1.6M8 2h4',
  stop: 'M7.2 3h5.6L17 7.2v5.6L12.8 17H7.2L3 12.8V7.2zM7.5 7.5h5v5h-5z',
  analytics: 'M3 17h14M5.5 14v-4M9 14V6M12.5 14V9M16 14V4',
  hedge: 'M3 7h9l-2.5-2.5M17 13H8l2.5 2.5M14.5 4.5v5M5.5 10.5v5',
  live: 'M10 8.2a1.8 1.8 0 100 3.6 1.8 1.8 0 000-3.6zM6.2 13.8a5.4 5.4 0 010-7.6M13.8 6.2a5.4 5.4 0 010 7.6M3.6 16.4a9 9 0 010-12.8M16.4 3.6a9 9 0 010 12.8',
  signal: 'M4 4h12v9H9l-4 3.5V13H4zM7.5 7h5M7.5 10h3',
  performance: 'M3 3v14h14M6 13l3.5-4 2.5 2.5L17 5.5',
  report: 'M5 3h7l3 3v11H5zM12 3v3h3M7.5 10h5M7.5 13h5',
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
