import type { Firewall, NetworkAddress, Probe } from '@shared/model/sharing'
import { firewallLine } from './firewall-line'
import type { FirewallName } from './firewall-line'
import { rankAddresses } from './network-addresses'
import type { ServerControl } from './server-control'

export interface FirewallState {
  readonly name: FirewallName | null
  /** Null where the system does not tell. */
  readonly active: boolean | null
}

export interface ProbeServiceDeps {
  readonly server: Pick<ServerControl, 'status'>
  readonly addresses: () => readonly NetworkAddress[]
  /** Whether this controller answers at an address like `http://192.168.1.5:8000`. Never rejects. */
  readonly answers: (address: string) => Promise<boolean>
  readonly firewall: () => Promise<FirewallState>
  /** When another device connected last; null where none did since the start. */
  readonly visitedAt: () => number | null
  /** The program that listens, as the system knows it. */
  readonly program: string
}

/** Whether other devices can connect, as far as this one can tell. */
export class ProbeService {
  readonly #deps: ProbeServiceDeps

  constructor(deps: ProbeServiceDeps) {
    this.#deps = deps
  }

  /** The likely one first. */
  addresses(): NetworkAddress[] {
    return rankAddresses(this.#deps.addresses())
  }

  async probe(): Promise<Probe> {
    const { server, answers, visitedAt } = this.#deps
    const [state, addresses] = await Promise.all([
      this.#deps.firewall(),
      Promise.all(
        server.status.addresses.map(async (address) => ({
          address,
          answers: await answers(address),
        })),
      ),
    ])
    const probe = { addresses, visitedAt: visitedAt(), firewall: this.#hole(state) }
    return { verdict: verdictOf(probe), ...probe }
  }

  #hole({ name, active }: FirewallState): Firewall {
    if (name === null) return { name, active, line: null }
    const { server, addresses, program } = this.#deps
    const shared = new Set(server.status.addresses.map((address) => new URL(address).hostname))
    const networks = addresses()
      .filter(({ address, family }) => family === 4 && shared.has(address))
      .map(({ network }) => network)
    const { port } = server.status
    return {
      name,
      active,
      line: firewallLine(name, { port, networks: [...new Set(networks)], program }),
    }
  }
}

function verdictOf({ addresses, visitedAt, firewall }: Omit<Probe, 'verdict'>): Probe['verdict'] {
  if (addresses.length === 0) return 'off'
  if (visitedAt !== null) return 'visited'
  if (!addresses.some(({ answers }) => answers)) return 'silent'
  if (firewall.active === true) return 'blocked'
  return firewall.active === false ? 'open' : 'unknown'
}
