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

/** For which names, from which pages and through which proxies the server answers. */
export function WallFields({ settings }: { readonly settings: Settings }) {
  const { allowedHosts, allowedOrigins, trustedProxies } = settings
  return (
    <>
      <SettingField
        key={`hosts ${allowedHosts.value.join()}`}
        label="Further names of this server"
        mono
        placeholder="None"
        value={allowedHosts.value.join(', ')}
        source={allowedHosts.source}
        variable="ALLOWED_HOSTS"
        flag={null}
        check={problemOf(HOST, 'bots.home or https://bots.example.org')}
        toChanges={(text) => ({ allowedHosts: listOf(text) })}
      />
      <p className={styles['note']}>
        The server answers to its own addresses only. Add a name that leads to it, with{' '}
        <code>https://</code> where a proxy speaks for it.
      </p>
      <SettingField
        key={`origins ${allowedOrigins.value.join()}`}
        label="Other sites whose pages may ask"
        mono
        placeholder="None"
        value={allowedOrigins.value.join(', ')}
        source={allowedOrigins.source}
        variable="ALLOWED_ORIGINS"
        flag={null}
        check={problemOf(ORIGIN, 'https://notes.example')}
        toChanges={(text) => ({ allowedOrigins: listOf(text) })}
      />
      <p className={styles['note']}>
        A page of such a site, or a browser’s extension, can ask with a token. Cookies never count
        there.
      </p>
      <SettingField
        key={`proxies ${trustedProxies.value.join()}`}
        label="Reverse proxies to believe"
        mono
        placeholder="None"
        value={trustedProxies.value.join(', ')}
        source={trustedProxies.source}
        variable="TRUSTED_PROXIES"
        flag={null}
        check={problemOf(RANGE, '192.168.1.2 or 10.0.0.0/8')}
        toChanges={(text) => ({ trustedProxies: listOf(text) })}
      />
      <p className={styles['note']}>
        Only these are believed about whom they ask for. What anybody else forwards is ignored.
      </p>
    </>
  )
}
