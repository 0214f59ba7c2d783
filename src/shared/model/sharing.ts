import { z } from 'zod'
import { timestampSchema } from './ids'

/** An address of this machine that other devices may reach. */
export const networkAddressSchema = z.object({
  address: z.string(),
  interface: z.string().describe('The system’s name of the interface, like `eth0`.'),
  family: z.union([z.literal(4), z.literal(6)]),
  network: z.string().describe('The network it is in, like `192.168.1.0/24`.'),
  /** Of a container, a virtual machine or a tunnel: other devices of the household are not there. */
  virtual: z.boolean(),
})
export type NetworkAddress = z.infer<typeof networkAddressSchema>

/** What a look at the way in found. */
export const probeSchema = z.object({
  /**
   * `visited`: another device connected since the start. `blocked`: a firewall is on, and nobody did. `open`: nothing stands in the way
   * that could be seen. `unknown`: the firewall does not say. `silent`: an address does not answer even this machine. `off`:
   * nothing is shared.
   */
  verdict: z.enum(['visited', 'open', 'unknown', 'blocked', 'silent', 'off']),
  addresses: z.array(z.object({ address: z.string(), answers: z.boolean() })),
  /** When another device connected last. */
  visitedAt: timestampSchema.nullable(),
  firewall: z.object({
    name: z.string().nullable(),
    /** Null where the system does not tell. */
    active: z.boolean().nullable(),
    /** What opens it for this server, to be run by hand; null where none is known. */
    line: z.string().nullable(),
  }),
})
export type Probe = z.infer<typeof probeSchema>
export type Firewall = Probe['firewall']
