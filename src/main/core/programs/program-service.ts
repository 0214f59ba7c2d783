import { AppError } from '@shared/contract/app-error'
import type { CommandInput, CommandOutput } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import type { PersonId } from '@shared/model/person'
import type { Grantee, ProgramGrant, ProgramPolicy } from '@shared/model/program'
import type { EventHub } from '../events/event-hub'
import { addedProgram } from './added-program'
import { checkCommand } from './command-check'
import type { InstalledProgram, PlannedRun } from './command-check'
import { DEFAULT_PROGRAMS } from './default-programs'
import { describeGrammar } from './describe-grammar'
import type { Disk } from './path-guard'
import type { PolicyCheck } from './policy-check'
import type { Program } from './program'
import { RefusedCommand } from './refused-command'
import type { RunLimits } from './run-program'

/** More than anybody reads; a run that says more is ended. */
const MAX_OUTPUT_BYTES = 262_144
/** How much sooner a program is ended than the tool, so that what it said is kept. */
const SOONER_MS = 500
const MOST_ALLOWED = 1_000

export interface ProgramServiceDeps {
  readonly policy: ProgramPolicy
  readonly save: (policy: ProgramPolicy) => void
  readonly check: PolicyCheck
  readonly disk: Disk
  readonly people: () => readonly { readonly id: PersonId; readonly name: string }[]
  /** Whether that person is let in now, with at least the rights of a member. */
  readonly mayRun: (personId: PersonId) => boolean
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** Milliseconds that a tool may take. */
  readonly limitMs: () => number
  readonly now: () => number
}

type Changes = CommandInput<'programs.update'>['changes']

/** Which programs of this machine may be run, by whom and where, as its owner decides. Runs nothing itself. */
export class ProgramService {
  readonly #deps: ProgramServiceDeps
  #policy: ProgramPolicy
  #installed: readonly InstalledProgram[] = []

  constructor(deps: ProgramServiceDeps) {
    this.#deps = deps
    this.#policy = deps.policy
  }

  /** Looks where the programs are. To be called at the start. */
  async load(): Promise<void> {
    this.#installed = await this.#find(this.#policy)
  }

  get isOn(): boolean {
    return this.#policy.on
  }

  view(): CommandOutput<'programs.get'> {
    const added = new Set(this.#policy.added.map(({ name }) => name))
    const programs = this.#installed.map(({ program, file }) => ({
      ...{ name: program.name, does: program.does, file },
      ...{ takes: describeGrammar(program), added: added.has(program.name) },
    }))
    return { policy: this.#policy, programs, people: [...this.#deps.people()] }
  }

  /** Throws `conflict` where somebody changed it meanwhile, and `invalid_input` for what must not be. */
  async update({
    version,
    changes,
  }: CommandInput<'programs.update'>): Promise<CommandOutput<'programs.get'>> {
    this.#requireVersion(version)
    const checked = await this.#deps.check.check(definedOf(changes), this.#policy)
    const next = { ...this.#policy, ...checked }
    const installed = await this.#find(next)
    this.#requireVersion(version)
    this.#keep(next)
    this.#installed = installed
    return this.view()
  }

  /** What somebody may run now; nothing where it is off or they were granted nothing. */
  listFor(to: Grantee): CommandOutput<'programs.mine'>['programs'] {
    const grant = this.#policy.on ? this.#grantOf(to) : undefined
    return this.#programsOf(grant)
      .filter(({ file }) => file !== null)
      .map(({ program }) => ({
        ...{ name: program.name, does: program.does, takes: describeGrammar(program) },
      }))
  }

  /** What a typed line comes to for them. Throws `RefusedCommand`. */
  async plan(to: Grantee, line: string): Promise<PlannedRun> {
    if (!this.#policy.on)
      throw new RefusedCommand('off', 'Commands are off. The owner turns them on in the settings.')
    const grant = this.#grantOf(to)
    const found = grant && (await this.#deps.disk.look(grant.folder))
    if (!grant || !found || found === 'nowhere' || found.kind !== 'folder')
      throw new RefusedCommand(
        'not-granted',
        'No folder for commands was granted here, or it is gone. The owner does that in the settings.',
      )
    const place = { folder: found.real, programs: this.#programsOf(grant) }
    return checkCommand(line, place, this.#deps.disk)
  }

  isAllowed(to: Grantee, { key }: PlannedRun): boolean {
    return this.#policy.allowed.some((one) => one.key === key && isSame(one.to, to))
  }

  /** That very run does not ask any more. Throws `conflict` where there are too many. */
  async allow(to: Grantee, line: string, run: PlannedRun): Promise<void> {
    if (this.isAllowed(to, run)) return
    if (this.#policy.allowed.length >= MOST_ALLOWED)
      throw new AppError('conflict', 'Too many commands are allowed for good. Remove some first.')
    const at = this.#deps.now()
    const { key } = run
    const allowed = [...this.#policy.allowed, { id: newId(at), to, line, key, at }]
    this.#keep({ ...this.#policy, allowed })
  }

  /** Somebody was removed: what was granted to them, and what they need not ask for any more, ends for good. */
  forget(personId: PersonId): void {
    const isOther = ({ to }: { readonly to: Grantee }): boolean =>
      to.kind !== 'person' || to.id !== personId
    const { grants, allowed } = this.#policy
    if ([...grants, ...allowed].every(isOther)) return
    this.#keep({
      ...this.#policy,
      grants: grants.filter(isOther),
      allowed: allowed.filter(isOther),
    })
  }

  limits(): RunLimits {
    return { ms: Math.max(this.#deps.limitMs() - SOONER_MS, SOONER_MS), bytes: MAX_OUTPUT_BYTES }
  }

  #grantOf(to: Grantee): ProgramGrant | undefined {
    if (to.kind === 'person' && !this.#deps.mayRun(to.id)) return undefined
    return this.#policy.grants.find((grant) => isSame(grant.to, to))
  }

  #programsOf(grant: ProgramGrant | undefined): InstalledProgram[] {
    return this.#installed.filter(({ program }) => grant?.programs.includes(program.name))
  }

  #requireVersion(version: number): void {
    if (version === this.#policy.version) return
    throw new AppError(
      'conflict',
      'Somebody changed this meanwhile. Look at it as it is now, then try again.',
      { current: this.#policy },
    )
  }

  #keep(policy: ProgramPolicy): void {
    const next = { ...policy, version: this.#policy.version + 1 }
    this.#deps.save(next)
    this.#policy = next
    this.#deps.hub.publishOverview({ event: 'settings.changed' })
  }

  async #find({ added }: ProgramPolicy): Promise<InstalledProgram[]> {
    const programs: Program[] = [...DEFAULT_PROGRAMS, ...added.map(addedProgram)]
    return Promise.all(
      programs.map(async (program) => ({ program, file: await this.#fileOf(program) })),
    )
  }

  async #fileOf({ files }: Program): Promise<string | null> {
    for (const file of files) {
      const found = await this.#deps.disk.look(file)
      if (found && found !== 'nowhere' && found.kind === 'file') return found.real
    }
    return null
  }
}

export function isSame(one: Grantee, other: Grantee): boolean {
  return one.kind === other.kind && one.id === other.id
}

function definedOf(changes: Changes): Partial<Omit<ProgramPolicy, 'version'>> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
