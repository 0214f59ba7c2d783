/** Whether the server at this address is certainly on the same machine: then its disk and memory are ours to look at. */
export function isOnThisMachine(host: string): boolean {
  if (!URL.canParse(host)) return false
  const { hostname } = new URL(host)
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
