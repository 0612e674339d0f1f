// Runs before the first paint, so that a light page never flashes dark. A file of its own: inline script is forbidden.
;(function () {
  var root = document.documentElement
  var stored = {}
  try {
    stored = JSON.parse(localStorage.getItem('robson.settings') || '{}') || {}
  } catch {
    stored = {}
  }
  var theme = stored.theme
  if (theme === 'system') theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
  root.dataset.theme = theme === 'light' ? 'light' : 'dark'
  root.dataset.palette = typeof stored.palette === 'string' ? stored.palette : 'green-up'
})()
