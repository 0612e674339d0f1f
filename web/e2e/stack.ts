// What each test stands on: a running Robson, a signed-in browser, and a watch over what the page must never do.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test'
import { password as demoPassword, Programs } from './programs'

export interface Robson {
  url: string
  user: string
  password: string
  /** null when a Robson that is already running was named: then nothing may be killed. */
  programs: Programs | null
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>

async function find(): Promise<Robson> {
  const { ROBSON_URL: url, ROBSON_USER: user = 'admin', ROBSON_PASSWORD: password } = process.env
  if (url) return { url, user, password: password ?? '', programs: null }
  const programs = await Programs.start()
  return { url: programs.url, user: 'admin', password: demoPassword, programs }
}

export async function signIn(page: Page, robson: Robson): Promise<void> {
  await page.getByLabel('Name').fill(robson.user)
  await page.getByLabel('Password').fill(robson.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export const test = base.extend<{ desk: Page; offences: string[] }, { robson: Robson; session: State }>({
  robson: [
    async ({}, provide) => {
      const robson = await find()
      await provide(robson)
      await robson.programs?.end()
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // One sign-in for all: the server counts attempts.
  session: [
    async ({ browser, robson }, provide) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(robson.url)
      await signIn(page, robson)
      await expect(page.getByTestId('last-price')).toBeVisible()
      const state = await context.storageState()
      await context.close()
      await provide(state)
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ robson }, provide) => provide(robson.url),

  /** Violations of the content policy, script errors, and requests to anyone but Robson. */
  offences: [
    async ({ page, robson }, provide) => {
      const offences: string[] = []
      await page.exposeFunction('offend', (text: string) => offences.push(text))
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const { offend } = window as unknown as { offend: (text: string) => void }
          offend(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
        })
      })
      page.on('pageerror', (error) => offences.push(`error: ${error.message}`))
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) offences.push(`policy: ${message.text()}`)
      })
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url())
        if (/^(http|ws)s?:$/.test(protocol) && host !== new URL(robson.url).host) offences.push(`stranger: ${request.url()}`)
      })
      await provide(offences)
      expect(offences).toEqual([])
    },
    { auto: true },
  ],

  /** The dashboard of a signed-in trader, with its first prices. */
  desk: async ({ page, context, session, robson }, provide) => {
    await context.addCookies(session.cookies)
    await page.goto('/')
    // The sign-in may be long ago, or the server of it gone: what wants a fresh one is not what these tests are about.
    await page.request.post('/api/v1/auth/step-up', { data: { password: robson.password }, headers: { Origin: robson.url } })
    await expect(page.getByTestId('last-price')).toBeVisible()
    await provide(page)
  },
})

export { expect }
