/** The one-time token of an address like /link#TOKEN; after '#' it never reaches the server's log or a Referer. */
export const linkToken = (): string | null =>
  location.pathname === '/link' && location.hash.length > 20 ? decodeURIComponent(location.hash.slice(1)) : null

/** Leaves the link's address, so that going back does not offer a used token. */
export const leaveLink = (): void => history.replaceState(null, '', '/')
