import { useShallow } from 'zustand/react/shallow'
import { useApp } from '../../store/use-app'
import { useNow } from '../../ui/use-now'
import type { FilterName } from './query-filters'
import { dayBefore, filterIn, withFilter } from './query-filters'
import styles from './search-dialog.module.css'

const DAYS = [
  [0, 'Today'],
  [7, 'Past 7 days'],
  [30, 'Past 30 days'],
  [365, 'Past year'],
] as const
const HOUR_MS = 3_600_000

interface Option {
  readonly value: string
  readonly label: string
}

/** The filters as controls. They write into the query, and show what is typed there. */
export function SearchFilters() {
  const bots = useApp(
    useShallow((app) => app.botIds.map((id) => `${id} ${app.bots[id]?.name ?? ''}`)),
  )
  const now = useNow(HOUR_MS)
  const days = DAYS.map(([count, label]) => ({ value: dayBefore(count, now), label }))
  return (
    <div className={styles['filters']} role="group" aria-label="Filters">
      <Filter
        name="from"
        label="Said by"
        options={[
          { value: '', label: 'Anyone' },
          { value: 'me', label: 'Me' },
          { value: 'bot', label: 'A bot' },
        ]}
      />
      <Filter
        name="bot"
        label="Bot"
        options={[
          { value: '', label: 'All bots' },
          ...bots.map((bot) => {
            const [id = '', ...name] = bot.split(' ')
            return { value: id, label: name.join(' ') }
          }),
        ]}
      />
      <TagFilter />
      <Filter name="after" label="When" options={[{ value: '', label: 'Any time' }, ...days]} />
      <CodeFilter />
    </div>
  )
}

/** The tags of the conversations that are known here; others can be typed. Hidden while there are none. */
function TagFilter() {
  const tags = useApp(
    useShallow((app) =>
      [...new Set(Object.values(app.sessions).flatMap((session) => session.tags))].toSorted(
        (a, b) => a.localeCompare(b),
      ),
    ),
  )
  const isTyped = useApp((app) => filterIn(app.searchQuery, 'tag') !== null)
  if (tags.length === 0 && !isTyped) return null
  return (
    <Filter
      name="tag"
      label="Tag"
      options={[
        { value: '', label: 'Any tag' },
        ...tags.map((tag) => ({ value: tag, label: tag })),
      ]}
    />
  )
}

interface FilterProps {
  readonly name: FilterName
  readonly label: string
  readonly options: readonly Option[]
}

function Filter({ name, label, options }: FilterProps) {
  const query = useApp((app) => app.searchQuery)
  const setQuery = useApp((app) => app.setSearchQuery)
  const value = filterIn(query, name) ?? ''
  const known = options.find((option) => option.value.toLowerCase() === value.toLowerCase())
  return (
    <select
      className={styles['filter']}
      aria-label={label}
      data-active={value !== '' || undefined}
      value={known?.value ?? value}
      onChange={({ target }) =>
        setQuery(withFilter(query, name, target.value === '' ? null : target.value))
      }
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
      {/* Typed by hand: shown as it is. */}
      {known === undefined && <option value={value}>{`${name}: ${value}`}</option>}
    </select>
  )
}

function CodeFilter() {
  const query = useApp((app) => app.searchQuery)
  const setQuery = useApp((app) => app.setSearchQuery)
  const isOn = filterIn(query, 'has')?.toLowerCase() === 'code'
  return (
    <button
      type="button"
      className={styles['filter']}
      aria-pressed={isOn}
      data-active={isOn || undefined}
      onClick={() => setQuery(withFilter(query, 'has', isOn ? null : 'code'))}
    >
      With code
    </button>
  )
}
