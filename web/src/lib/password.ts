/** What is wrong with a new password, as far as the page can tell; null when nothing is. */
export function passwordFault(password: string, username: string): string | null {
  if (password === '') return null
  if (password.length < 8) return 'At least 8 characters'
  if (username !== '' && password.toLowerCase() === username.toLowerCase()) return 'Not the name itself'
  return null
}
