/** Flags of Chromium and Node, which Electron leaves among ours. */
export const CHROMIUM_FLAGS =
  /^--(no-sandbox|enable-|disable-|force-|ozone-|use-|gtk-|inspect|remote-debugging-|js-flags|lang=|password-store|trace-)|^-psn_/

/** The command line without the program; and, where Electron was started on a folder, without that. */
export function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const args = argv.slice(1)
  if (isPackaged) return args
  const folder = args.findIndex((argument) => !argument.startsWith('-'))
  return args.filter((_, index) => index !== folder)
}
