/** When to hand over what came: with the next picture; a hidden page gets none, and its title should move all the same. */
export function frameOrSoon(run: () => void): void {
  let done = false
  const once = () => {
    if (done) return
    done = true
    clearTimeout(timer)
    run()
  }
  const timer = setTimeout(once, 250)
  requestAnimationFrame(once)
}

/** After the picture that is being prepared now has been painted, or as soon as can be told. */
export function afterPaint(run: () => void): void {
  setTimeout(run, 0)
}
