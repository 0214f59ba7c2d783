import { version } from '../../package.json'

/** This build's version, as in package.json. */
export const VERSION: string = version
