/** A firewall that Port 8000 knows how to open. */
export type FirewallName = 'ufw' | 'firewalld' | 'nftables' | 'macOS' | 'Windows'

export interface FirewallHole {
  readonly port: number
  /** Where other devices are, like `192.168.1.0/24`; nothing where that is not known. */
  readonly networks: readonly string[]
  /** The program that listens. */
  readonly program: string
}

/** What lets other devices of the network in, to be run by hand by somebody who may. */
export function firewallLine(
  name: FirewallName,
  { port, networks, program }: FirewallHole,
): string {
  switch (name) {
    case 'ufw': {
      const from = networks.length === 0 ? ['any'] : networks
      return from
        .map((network) => `sudo ufw allow from ${network} to any port ${port} proto tcp`)
        .join(' && ')
    }
    case 'firewalld':
      return `sudo firewall-cmd --permanent --add-port=${port}/tcp && sudo firewall-cmd --reload`
    case 'nftables':
      return `sudo nft insert rule inet filter input tcp dport ${port} accept`
    case 'macOS': {
      const tool = 'sudo /usr/libexec/ApplicationFirewall/socketfilterfw'
      const quoted = `'${program.replaceAll("'", String.raw`'\''`)}'`
      return `${tool} --add ${quoted} && ${tool} --unblockapp ${quoted}`
    }
    case 'Windows':
      return `netsh advfirewall firewall add rule name="Port 8000 (${port})" dir=in action=allow protocol=TCP localport=${port} profile=private remoteip=localsubnet`
  }
}
