import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { createPages } from './app/router'
import { createServices } from './app/services'
import './styles/index.css'

const services = createServices(() => {
  const { pathname, href } = pages.state.location
  if (pathname !== '/login') void pages.navigate({ to: '/login', search: href === '/' ? {} : { next: href } })
})
const pages = createPages(services)

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App services={services} pages={pages} />
  </StrictMode>,
)
