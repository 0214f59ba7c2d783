import { posix, win32 } from 'node:path'
import { RefusedCommand } from './refused-command'
import { namesSecret } from './secret-names'

/** What is at a path once every link is followed. `nowhere`: a link that leads to nothing. */
export type Found =
  { readonly real: string; readonly kind: 'file' | 'folder' | 'other' } | 'nowhere'

/** What a command check looks at on the disk. */
export interface Disk {
  readonly platform: NodeJS.Platform
  /** Null where there is nothing. */
  look(path: string): Promise<Found | null>
  /** At most so many bytes, as text; null where there is no such file. */
  readText(path: string, maxBytes: number): Promise<string | null>
}

const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?$/i

/** Resolves what is typed as a path inside one folder. */
export class PathGuard {
  readonly #disk: Pick<Disk, 'platform' | 'look'>
  /** With every link followed. */
  readonly #folder: string

  constructor(disk: Pick<Disk, 'platform' | 'look'>, folder: string) {
    this.#disk = disk
    this.#folder = folder
  }

  /**
   * The path to give to a program: relative to the folder, with the links of as much of it as is there followed, and never
   * beginning with `-`. Throws `RefusedCommand` for what lies outside, is a secret, or is neither file nor folder.
   */
  async resolve(typed: string): Promise<string> {
    const path = this.#paths
    this.#requireSpeakable(typed)
    const absolute = path.resolve(this.#folder, typed)
    const { real, kind } = await this.#follow(absolute)
    const inside = path.relative(this.#folder, real)
    if (inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside))
      throw new RefusedCommand(
        'outside-folder',
        'That path leads out of the folder in which commands may work.',
      )
    if (namesSecret(inside) || namesSecret(path.relative(this.#folder, absolute))) throw secret()
    if (kind === 'other')
      throw new RefusedCommand('not-a-file', 'That is neither a file nor a folder.')
    return inside === '' ? '.' : `.${path.sep}${inside}`
  }

  get #paths(): typeof posix {
    return this.#disk.platform === 'win32' ? win32 : posix
  }

  /** The longest part that is there, with its links followed, and the rest as it was typed. */
  async #follow(absolute: string) {
    const path = this.#paths
    const missing: string[] = []
    for (let at = absolute; ; at = path.dirname(at)) {
      const found = await this.#disk.look(at)
      if (found === 'nowhere')
        throw new RefusedCommand(
          'outside-folder',
          'There is a link in that path that leads nowhere.',
        )
      if (found) {
        const kind = missing.length === 0 ? found.kind : 'file'
        return { real: path.join(found.real, ...missing), kind }
      }
      if (path.dirname(at) === at) return { real: absolute, kind: 'file' as const }
      missing.unshift(path.basename(at))
    }
  }

  #requireSpeakable(typed: string): void {
    if (typed === '') throw new RefusedCommand('path', 'A path cannot be empty.')
    if (this.#disk.platform !== 'win32') return
    const [, rest = ''] = /^(?:[a-z]:(?=[\\/]))?(.*)$/i.exec(typed) ?? []
    const parts = rest.split(/[\\/]/)
    const isOdd = (part: string) =>
      DEVICE.test(part) || /[:*?"<>|]/.test(part) || /~\d/.test(part) || /[^.][. ]$/.test(part)
    if (/^[\\/]{2}/.test(typed) || parts.some(isOdd))
      throw new RefusedCommand('path', 'A path of that kind cannot be used.')
  }
}

export function secret(): RefusedCommand {
  return new RefusedCommand(
    'secret',
    'Files that hold secrets (.env, keys, .ssh, .git and their like) are never read.',
  )
}
