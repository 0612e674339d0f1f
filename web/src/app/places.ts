// The places within the site that an address may name.

/** On a phone one of these is shown at a time. */
export const panes = ['positions', 'chart', 'account'] as const
export type Pane = (typeof panes)[number]

/** Only a place on this site: an address taken from a link must not lead elsewhere. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/'
}
