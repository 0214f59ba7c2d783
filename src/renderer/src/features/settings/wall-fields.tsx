import { Fragment } from 'react'
import { SettingField } from './setting-field'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'

const HOST = /^(https?:\/\/)?([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?$/i
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._[\]:-]+$/i
const RANGE = /^[0-9a-f.:]+(\/\d{1,3})?$/i

function listOf(text: string | null): string[] | null {
  if (text === null) return null
  const parts = text.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '')
}

function problemOf(shape: RegExp, example: string) {
  return (text: string): string | null =>
    listOf(text)?.every((part) => shape.test(part)) === true
      ? null
      : `Takes values like ${example}, with commas between.`
}

const WALLS = [
  {
    name: 'allowedHosts',
    label: 'Further names of this server',
    variable: 'ALLOWED_HOSTS',
    check: problemOf(HOST, 'bots.home or https://bots.example.org'),
    note: (
      <>
        The server answers to its own addresses only. Add a name that leads to it, with{' '}
        <code>https://</code> where a proxy speaks for it.
      </>
    ),
  },
  {
    name: 'allowedOrigins',
    label: 'Other sites whose pages may ask',
    variable: 'ALLOWED_ORIGINS',
    check: problemOf(ORIGIN, 'https://notes.example'),
    note: 'A page of such a site, or a browser’s extension, can ask with a token. Cookies never count there.',
  },
  {
    name: 'trustedProxies',
    label: 'Reverse proxies to believe',
    variable: 'TRUSTED_PROXIES',
    check: problemOf(RANGE, '192.168.1.2 or 10.0.0.0/8'),
    note: 'Only these are believed about whom they ask for. What anybody else forwards is ignored.',
  },
] as const

/** For which names, from which pages and through which proxies the server answers. */
export function WallFields({ settings }: { readonly settings: Settings }) {
  return WALLS.map(({ name, label, variable, check, note }) => {
    const { value, source } = settings[name]
    return (
      <Fragment key={name}>
        <SettingField
          key={value.join()}
          label={label}
          mono
          placeholder="None"
          value={value.join(', ')}
          source={source}
          variable={variable}
          flag={null}
          check={check}
          toChanges={(text) => ({ [name]: listOf(text) })}
        />
        <p className={styles['note']}>{note}</p>
      </Fragment>
    )
  })
}
