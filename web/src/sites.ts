/** The watch-list of a unit as it stands today; sites whose time is over stay on the server. */
import { localDay } from './clock.ts'
import { type Listing, useListing } from './lists.ts'
import type { Site } from './wire.ts'

/** No unit has near 500 sites; the county's screens page, a phone does not. */
const MOST_SITES = 500

export function useSites(account: string, unit: string | null): Listing<Site[]> {
  const path = unit && `/sites?unit=${unit}&limit=${MOST_SITES}`
  const listing = useListing<{ items: Site[] }>(account, path)
  const today = localDay(new Date().toISOString())
  return { ...listing, value: listing.value?.items.filter((site) => !site.valid_to || site.valid_to >= today) }
}
