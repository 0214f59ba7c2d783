/** In the first line of every file that can be imported again; `docs/export-format.md` describes it. */
export const FORMAT_NAME = 'port8000-export'
/** Grows when an older reader would lose something. */
export const FORMAT_VERSION = 1
