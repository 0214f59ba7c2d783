import { posix, win32 } from 'node:path'
import { AppError } from '@shared/contract/app-error'
import type { AddedProgram, ProgramGrant, ProgramPolicy } from '@shared/model/program'
import { DEFAULT_PROGRAMS } from './default-programs'
import { isForbidden } from './forbidden-programs'
import type { Disk } from './path-guard'

type Changes = Partial<Omit<ProgramPolicy, 'version'>>

/** Folders of the system in which nobody's work is: what is in them tells about the machine and all of its people. */
const SYSTEM = ['/proc', '/sys', '/dev', '/etc', '/run', '/boot', '/root/.ssh', 'C:\\Windows']

/** Looks at what the owner wants to decide about commands, before it holds. */
export class PolicyCheck {
  readonly #disk: Disk
  /** Absolute; the controller's own data is not for commands. */
  readonly #dataDirectory: string

  constructor(disk: Disk, dataDirectory: string) {
    this.#disk = disk
    this.#dataDirectory = dataDirectory
  }

  /** The changes as they may be kept, with the links of folders followed. Throws `invalid_input`. */
  async check(changes: Changes, before: ProgramPolicy): Promise<Changes> {
    const { grants, added } = changes
    const checked = { ...changes }
    if (grants) {
      requireOneEach(grants)
      checked.grants = await Promise.all(
        grants.map((grant) => this.#checkGrant(grant, before.grants)),
      )
    }
    if (added) {
      for (const program of added) await this.#checkAdded(program, added, before.added)
      await this.#requireApart(added, checked.grants ?? before.grants)
    } else if (checked.grants) await this.#requireApart(before.added, checked.grants)
    return checked
  }

  async #checkGrant(grant: ProgramGrant, before: readonly ProgramGrant[]): Promise<ProgramGrant> {
    // What was taken once is kept, also where its folder is away for a while.
    if (before.some(({ folder }) => folder === grant.folder)) return grant
    const { folder } = grant
    const real = await this.#realIf(
      folder,
      'folder',
      'That folder is not there. Write its whole path.',
    )
    if (this.#paths.dirname(real) === real || SYSTEM.some((system) => this.#isIn(real, system)))
      throw wrong('That folder belongs to the system. Choose one with the work in it.')
    const own = await this.#realOf(this.#dataDirectory)
    if (this.#isIn(real, own) || this.#isIn(own, real))
      throw wrong('The data of Port 8000 is in that folder. Choose another one.')
    return { ...grant, folder: real }
  }

  /** Throws with that text where it is no whole path, or not of that kind. */
  async #realIf(path: string, kind: 'file' | 'folder', otherwise: string): Promise<string> {
    const found = this.#paths.isAbsolute(path) ? await this.#disk.look(path) : null
    if (!found || found === 'nowhere' || found.kind !== kind) throw wrong(otherwise)
    return found.real
  }

  async #realOf(path: string): Promise<string> {
    const found = await this.#disk.look(path)
    return found && found !== 'nowhere' ? found.real : path
  }

  async #checkAdded(
    program: AddedProgram,
    all: readonly AddedProgram[],
    before: readonly AddedProgram[],
  ): Promise<void> {
    const { name, file } = program
    const isTaken = DEFAULT_PROGRAMS.some((one) => one.name === name)
    if (isTaken || all.filter((one) => one.name === name).length > 1)
      throw wrong(`There is a program called ${name} already.`)
    if (before.some((one) => JSON.stringify(one) === JSON.stringify(program))) return
    const real = await this.#realIf(
      file,
      'file',
      'That program is not there. Write the whole path of its file.',
    )
    if ([name, file, real].some(isForbidden))
      throw wrong('Shells, interpreters and programs that run others are never allowed.')
    if ((await this.#disk.readText(real, 2)) === '#!')
      throw wrong('That file is a script, which an interpreter would run. It is never allowed.')
  }

  /** Whoever can write into a granted folder could put another program there. */
  async #requireApart(
    added: readonly AddedProgram[],
    grants: readonly ProgramGrant[],
  ): Promise<void> {
    for (const { name, file } of added) {
      const real = await this.#realOf(file)
      if (grants.some(({ folder }) => this.#isIn(real, folder) || this.#isIn(file, folder)))
        throw wrong(`The file of ${name} is in a folder that was granted. Move one of them.`)
    }
  }

  get #paths(): typeof posix {
    return this.#disk.platform === 'win32' ? win32 : posix
  }

  #isIn(path: string, folder: string): boolean {
    const rest = this.#paths.relative(folder, path)
    return rest === '' || (rest.split(/[/\\]/)[0] !== '..' && !this.#paths.isAbsolute(rest))
  }
}

function requireOneEach(grants: readonly ProgramGrant[]): void {
  const keys = grants.map(({ to }) => `${to.kind} ${to.id}`)
  if (new Set(keys).size < keys.length) throw wrong('There is one folder for each person and bot.')
}

function wrong(message: string): AppError {
  return new AppError('invalid_input', message)
}
