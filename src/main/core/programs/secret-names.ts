/**
 * Names of files and folders that hold secrets, wherever they are: `*` stands for anything. Compared without regard to
 * upper and lower case.
 */
const SECRET_NAMES = [
  ...['.env*', '*.env', '.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.password-store'],
  ...['.git', '.hg', '.svn', '.gitconfig', '.git-credentials', '.netrc', '_netrc', '.npmrc'],
  ...['.yarnrc*', '.pypirc', '.pgpass', '.my.cnf', '.htpasswd', '.vault-token', '.s3cfg', '.boto'],
  ...['id_rsa*', 'id_dsa*', 'id_ecdsa*', 'id_ed25519*', 'authorized_keys*', '*.pem', '*.key'],
  ...['*.p12', '*.pfx', '*.jks', '*.keystore', '*.kdbx', '*.kdb', '*.ppk', '*.gpg', '*.asc'],
  ...['*.tfstate*', '*.tfvars', '*_history', '*-secrets.json', 'secrets.*', '*.secret', 'secret.*'],
  ...['credentials', 'credentials.*', 'client_secret*', 'service-account*', 'service_account*'],
  ...['*.token', 'shadow', 'shadow-', 'gshadow', 'wallet.dat', 'controller.json'],
] as const

const IS_SECRET = new RegExp(`^(?:${SECRET_NAMES.map(toPattern).join('|')})$`, 'i')

/** Whether some part of a path, divided by `/` or `\`, names a secret. Git's own folder counts: what is in it is git's. */
export function namesSecret(path: string): boolean {
  return path.split(/[/\\]/).some((part) => IS_SECRET.test(part.normalize('NFKC').trim()))
}

/** Those names as globs that know no cases by themselves: `.[eE][nN][vV]*`. */
export const SECRET_GLOBS: readonly string[] = SECRET_NAMES.map((name) =>
  name.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`),
)

/** As git is told to leave them out, files and folders alike, wherever they are. */
export const SECRET_PATHSPECS: readonly string[] = SECRET_NAMES.flatMap((name) => [
  `:(exclude,icase,glob)**/${name}`,
  `:(exclude,icase,glob)**/${name}/**`,
])

function toPattern(name: string): string {
  return name.replaceAll('.', '\\.').replaceAll('*', '.*')
}
